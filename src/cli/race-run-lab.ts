import { fileURLToPath } from 'node:url';
import { ForkedLab } from '../race/real/forked-lab.ts';
import type { RealLab } from '../race/real/lab.ts';

/** Runs with the lab of real runs; when it is done, in whatever way, nothing of them is left. */
export async function withRealLab<T>(act: (lab: RealLab) => Promise<T>): Promise<T> {
  const lab = new ForkedLab(runnerMain());
  try {
    return await act(lab);
  } finally {
    await lab.close();
  }
}

/** Beside the bundle of this, or in the source. */
function runnerMain(): string {
  const here = import.meta.url;
  return fileURLToPath(here.endsWith('.ts') ? new URL('../race/real/run/runner.ts', here) : new URL('race-runner.mjs', here));
}
