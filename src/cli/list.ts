import os from 'node:os';
import { reportOf, surveyLocks } from '../core.ts';
import { lockStates, type Lock } from '../locks/lock.ts';
import { ageInWords, holderInWords, shortPath } from './describe.ts';
import { exitCodes, paintState, print, printable, readWords, warn } from './terminal.ts';

/** `lockscope ls [folder...] [--json] [--all]` */
export function listVerb(words: readonly string[]): number {
  const { operands, flags } = readWords(words, ['json', 'all']);
  const { locks, refused } = surveyLocks(operands.length === 0 ? ['.'] : operands);
  const shown = locks.filter(({ verdict }) => flags.all || verdict.state !== 'idle').toSorted(staleFirst);
  const now = Date.now();
  if (flags.json) print(JSON.stringify(shown.map((lock) => reportOf(lock, now)), null, 2));
  else for (const line of table(shown, now)) print(line);
  for (const [folder, code] of refused) warn(`lockscope: ${printable(folder)} could not be looked into (${code}).`);
  return exitCodes.done;
}

function staleFirst(a: Lock, b: Lock): number {
  return lockStates.indexOf(a.verdict.state) - lockStates.indexOf(b.verdict.state) || (a.path < b.path ? -1 : 1);
}

function table(locks: readonly Lock[], now: number): string[] {
  if (locks.length === 0) return ['Nothing is locked here.'];
  const host = os.hostname();
  const rows = locks.map((lock) => [ageInWords(lock, now), shortPath(lock.path), holderInWords(lock.holder, host)]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([age = '', file = '', holder = ''], i) => {
    const state = locks[i]?.verdict.state ?? 'unknown';
    return `${paintState(state, state.padEnd(8))} ${age.padStart(widths[0] ?? 0)}  ${file.padEnd(widths[1] ?? 0)}  ${holder}`;
  });
}
