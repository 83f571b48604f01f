import os from 'node:os';
import type { Journal } from '../breaking/journal.ts';
import { plain, reportOf, watchLocks, type Inventory, type LockChange, type TimedLockChange } from '../core.ts';
import { sameIdentity } from '../locks/observation.ts';
import { ageInWords, holderInWords, shortPath } from './describe.ts';
import { journalOfUser } from './journal.ts';
import { paintState, print, printable, readWords, warn } from './terminal.ts';

/** `lockscope watch [folder...] [--json]`; runs until it is ended. */
export async function watchVerb(words: readonly string[]): Promise<number> {
  const { operands, flags } = readWords(words, ['json']);
  const journal = journalOfUser();
  const echoes = new Set<string>();
  const listen = (inventory: Inventory): void => {
    inventory.onDidChange((changes) => {
      for (const change of changes) if (!isEcho(change, journal, echoes)) tell(change, journal, flags.json);
    });
    inventory.onDidChangeTroubles((troubles) => {
      for (const { message } of troubles) warn(`lockscope: ${printable(plain(message))}`);
    });
  };
  await watchLocks(operands.length === 0 ? ['.'] : operands, listen);
  return new Promise(() => undefined);
}

function tell(change: TimedLockChange, journal: Journal, json: boolean): void {
  const { lock, at } = change;
  const now = Date.now();
  const event = change.type === 'released' && isBroken(change, journal, now) ? 'broken' : change.type;
  if (json) return print(JSON.stringify({ event, at, ...reportOf(lock, now) }));
  const time = new Date(now).toLocaleTimeString();
  const { state } = lock.verdict;
  return print(`${time}  ${event.padEnd(8)}  ${paintState(state, state.padEnd(7))}  ${shortPath(lock.path)}  ${ageInWords(lock, now)}  ${holderInWords(lock.holder, os.hostname())}`);
}

/** How long after it was recorded a break is still looked for, ms. */
const breakShowsWithinMs = 10_000;

/** Whether breaking that very lock is the last that is known of it. */
function isBroken({ lock }: LockChange, journal: Journal, now: number): boolean {
  return journal.since(now - breakShowsWithinMs).findLast(({ subject }) => sameIdentity(subject.identity, lock.identity))?.event.is === 'broken';
}

/**
 * Whether it is but more word of a break that was told already: a lock is taken away by an exchange with a
 * placeholder, and when all that is over before it is looked at, it is as if the lock had come and gone again.
 * @param echoes paths of which the going is still to come
 */
function isEcho(change: LockChange, journal: Journal, echoes: Set<string>): boolean {
  const { type, lock } = change;
  if (type === 'released') return echoes.delete(lock.path);
  if (type !== 'appeared' || !isBroken(change, journal, Date.now())) return false;
  echoes.add(lock.path);
  return true;
}
