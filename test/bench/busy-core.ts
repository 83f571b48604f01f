/** Keeps one core busy, in slices so that it notices when its parent is gone. */
import { obey } from './own-child.ts';

const sliceMs = 50;

function spin(): void {
  const until = performance.now() + sliceMs;
  while (performance.now() < until);
  setImmediate(spin);
}

obey(() => undefined);
spin();
