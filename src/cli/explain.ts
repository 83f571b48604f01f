import { lstatSync } from 'node:fs';
import os from 'node:os';
import { commandLine } from '../base/command-line.ts';
import { inspectLock, plain, reportOf } from '../core.ts';
import { whatBreakingDoes, whatToTry } from '../locks/advice.ts';
import { nameKernelLock, rangeOf } from '../locks/kernel-words.ts';
import type { Holder, KernelLock, Lock } from '../locks/lock.ts';
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
    `  ${printable(lock.title)} on ${shortPath(lock.resource)}`,
    `  acquired ${new Date(lock.acquiredAt).toLocaleString()}, ${ageInWords(lock, Date.now())} ago`,
    `  holder   ${holderInWords(lock.holder, os.hostname())}`,
    ...originLines(lock.holder),
    ...block('What it is judged from:', lock.verdict.evidence.map(({ supports, message }) => `${supports.padEnd(8)} ${plain(message)}`)),
    ...block('What the kernel has locked:', lock.kernelLocks.map(kernelLine)),
    ...block('Who waits for it:', lock.waiters.map((waiter) => holderInWords(waiter, os.hostname()))),
    ...block('What can be done:', whatToTry(lock).map(plain)),
    ...block('What its own tool offers:', lock.ways.flatMap(({ argv, cwd, does }) => [`${commandLine(argv)}  (in ${shortPath(cwd)})`, `  ${plain(does)}`])),
    ...block('What breaking it would do:', [plain(whatBreakingDoes(lock))]),
  ];
}

/** A heading with lines below it; nothing when there are none. */
function block(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${printable(line)}`)];
}

function originLines(holder: Holder | null): string[] {
  if (holder === null) return [];
  const parents = holder.parents.map(({ program, pid }) => `${program} (${pid})`).join(', ');
  return [...(parents === '' ? [] : [`  started by ${printable(parents)}`]), ...(holder.container === null ? [] : [`  in container ${printable(holder.container)}`])];
}

function kernelLine(lock: KernelLock): string {
  const holders = lock.holders.length === 0 ? 'holder not to be seen' : `held by ${lock.holders.map((holder) => holderInWords(holder, os.hostname())).join(', ')}`;
  return `${plain(nameKernelLock(lock))} on ${plain(rangeOf(lock))}, ${holders}`;
}
