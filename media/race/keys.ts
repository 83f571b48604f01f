import { actionOf } from './key-actions.ts';
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
