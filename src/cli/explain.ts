import { lstatSync } from 'node:fs';
import os from 'node:os';
import { inspectLock, plain, reportOf } from '../core.ts';
import { adviceFor } from '../locks/advice.ts';
import type { Lock } from '../locks/lock.ts';
import { ageInWords, holderInWords, shortPath } from './describe.ts';
import { exitCodes, onlyOperand, paintState, print, printable, readWords, UsageError } from './terminal.ts';

/** `lockscope explain PATH [--json]` */
export function explainVerb(words: readonly string[]): number {
  const given = readWords(words, ['json']);
  const lock = lockAt(onlyOperand(given, 'explain <path> [--json]'));
  if (given.flags.json) print(JSON.stringify(reportOf(lock, Date.now()), null, 2));
  else for (const line of page(lock)) print(line);
  return exitCodes.done;
}

/** @throws UsageError when no lock stands at the path */
function lockAt(given: string): Lock {
  const lock = inspectLock(given);
  if (lock !== null) return lock;
  throw new UsageError(
    lstatSync(given, { throwIfNoEntry: false }) === undefined
      ? `There is nothing at ${printable(given)}.`
      : `${printable(given)} is not a lock: nothing waits for it. Run "lockscope ls" for the locks here.`,
  );
}

function page(lock: Lock): string[] {
  return [
    `${paintState(lock.verdict.state)}  ${shortPath(lock.path)}`,
    '',
    `  ${lock.title} on ${shortPath(lock.resource)}`,
    `  acquired ${new Date(lock.acquiredAt).toLocaleString()}, ${ageInWords(lock, Date.now())} ago`,
    `  holder   ${holderInWords(lock.holder, os.hostname())}`,
    '',
    'What it is judged from:',
    ...lock.verdict.evidence.map(({ supports, message }) => `  ${supports.padEnd(8)} ${printable(plain(message))}`),
    '',
    'What can be done:',
    ...adviceFor(lock).map((advice) => `  ${plain(advice)}`),
  ];
}
