import { text, type Text } from '../../base/text.ts';
import type { Lock } from '../../locks/lock.ts';

/** A step that somebody can take before breaking a lock. */
export interface Advice {
  readonly say: Text;
  /** A command to run in a terminal. */
  readonly run: string | null;
}

/** What to try first, the gentlest first. */
export function adviceFor(lock: Lock): readonly Advice[] {
  const { state } = lock.verdict;
  if (state === 'stale') return lock.kind.startsWith('git-') ? [...gitAfterwards, breakIt] : [breakIt];
  const own = state === 'held' ? [wait] : [lookForHolder];
  return lock.kind.startsWith('git-') ? [...own, ...git] : own;
}

function step(say: string, run: string | null = null): Advice {
  return { say: text(say), run };
}

const breakIt = step('Break the lock with "Lockscope: Break Lock...". "Lockscope: Undo Last Break" brings it back.');
const wait = step('Wait until its holder is done, or close or end the program that holds it.');
const lookForHolder = step('Look for the program that made it, on the machine that it names, and let it finish or end it.');

const git = [
  step('Finish or abort the git command that is open: save and close its commit message, or cancel it in its terminal.'),
  step('See which operation is unfinished:', 'git status'),
] as const;

const gitAfterwards = [step('See which operation was cut off; the repository itself is intact:', 'git status')] as const;
