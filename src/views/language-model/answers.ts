import { commandLine } from '../../base/command-line.ts';
import { formatDuration } from '../../base/duration.ts';
import { contains } from '../../base/paths.ts';
import { plain } from '../../base/text.ts';
import { whatBreakingDoes, whatToTry } from '../../locks/advice.ts';
import { lockStates, type Lock, type LockState } from '../../locks/lock.ts';
import { reportOf } from '../../locks/report.ts';
import { capitalized, oneLine } from '../safe-text.ts';
import { meaningOf } from '../states.ts';
import { describeLock } from '../wording.ts';
import type { ListInput } from './input.ts';

/** What a tool says: in words, and the same as data. */
export interface Answer {
  readonly words: string;
  /** JSON without spaces, of the form of `lockscope ls --json`. */
  readonly data: string;
}

/** Locks of one answer, the urgent ones first; a longer one would be read by no model to its end. */
const mostLocks = 50;

const advice = 'Nothing was changed. Do not delete a lock: ask the user to run "Lockscope: Break Lock...", which checks once more and can be undone.';

/** The locks that are asked for. @param now ms since the epoch */
export function listAnswer(locks: readonly Lock[], { folder, state }: ListInput, now: number): Answer {
  const inFolder = locks.filter((lock) => folder === null || contains(folder, lock.path) || contains(folder, lock.resource));
  const wanted = inFolder.filter(({ verdict }) => (state === null ? verdict.state !== 'idle' : verdict.state === state));
  const shown = lockStates.flatMap((one) => wanted.filter(({ verdict }) => verdict.state === one)).slice(0, mostLocks);
  const rest = wanted.length - shown.length;
  const lines = [
    wanted.length === 0 ? `Nothing is locked${state === null ? '' : ` and ${state}`}${folder === null ? ' in the open folders' : ` in ${oneLine(folder)}`}.` : `${counted(wanted)}:`,
    ...shown.map((lock) => `- ${oneLine(lock.path)}: ${oneLine(lock.title)}, ${plain(describeLock(lock, now))}`),
    ...(rest === 0 ? [] : [`And ${rest} more: ask for a folder or a state to see them.`]),
    ...(wanted.length === 0 ? [] : [advice]),
  ];
  return { words: lines.join('\n'), data: JSON.stringify(shown.map((lock) => reportOf(lock, now))) };
}

function counted(locks: readonly Lock[]): string {
  const count = (state: LockState): number => locks.filter(({ verdict }) => verdict.state === state).length;
  const states = lockStates.flatMap((state) => (count(state) === 0 ? [] : [`${count(state)} ${state}`]));
  return `${locks.length === 1 ? '1 lock' : `${locks.length} locks`} (${states.join(', ')})`;
}

/** All that is known of a lock. @param now ms since the epoch */
export function explainAnswer(lock: Lock, now: number): Answer {
  const { state, evidence } = lock.verdict;
  const lines = [
    `${oneLine(lock.path)}: ${oneLine(lock.title)}, on ${oneLine(lock.resource)}.`,
    `It is ${state}, since ${formatDuration(now - lock.acquiredAt)}. ${plain(meaningOf(state))}`,
    'Evidence:',
    ...evidence.map(({ message, supports }) => `- ${capitalized(oneLine(plain(message)))} (${supports})`),
    'What to try first:',
    ...whatToTry(lock).map((step) => `- ${plain(step)}`),
    ...lock.ways.map(({ argv, cwd, does }) => `- Its own tool offers, if the user agrees: ${oneLine(commandLine(argv))} (in ${oneLine(cwd)}). ${plain(does)}`),
    `If it were broken: ${plain(whatBreakingDoes(lock))}`,
    advice,
  ];
  return { words: lines.join('\n'), data: JSON.stringify(reportOf(lock, now)) };
}

/** There is no lock at a path. */
export function notLockedAnswer(place: string): Answer {
  return { words: `No lock stands at ${oneLine(place)}, and none that is known protects it. If a command has just reported one, it was released meanwhile: run the command again.`, data: 'null' };
}
