import type { SideModel } from './side-model.ts';

/** What a key does with a run, or null when it does nothing. */
export function actionOf(key: string): ((model: SideModel) => void) | null {
  if (/^[1-9]$/.test(key)) return (model) => model.pick(Number(key) - 1);
  return actions[key] ?? null;
}

const actions: Readonly<Record<string, (model: SideModel) => void>> = {
  ArrowRight: (model) => model.step(1),
  ArrowDown: (model) => model.step(1),
  ArrowLeft: (model) => model.step(-1),
  ArrowUp: (model) => model.step(-1),
  Home: (model) => model.go(0),
  End: (model) => model.go(model.length),
  ' ': (model) => (model.isPlaying ? model.pause() : model.play()),
  f: (model) => model.toFailure(),
  F: (model) => model.toFailure(),
};
