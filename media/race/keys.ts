import type { SideModel } from './side-model.ts';

/** The keys of a run. */
export function listenToKeys(side: () => SideModel | undefined): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target } = event;
    const model = side();
    if (model === undefined || model.trace === null || !(target instanceof HTMLElement) || isTheirs(target, event.key)) return;
    const run = actionOf(event.key);
    if (run === null) return;
    event.preventDefault();
    run(model);
  });
}

/** What the key does where the focus is: it chooses in a list, presses a button, scrolls the source. */
function isTheirs(target: HTMLElement, key: string): boolean {
  if (target.closest('select, input, textarea') !== null) return true;
  if (key === ' ' && target.closest('button') !== null) return true;
  return target.closest('.listing') !== null && ['ArrowUp', 'ArrowDown', 'Home', 'End', ' '].includes(key);
}

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
