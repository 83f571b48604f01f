import { fstatSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { describeReason, plain, saveAtomically, type SaveOptions, type SaveOutcome } from '../core.ts';
import { FileLock } from '../saving/lock/file-lock.ts';
import { exitCodes, onlyOperand, print, printable, readWords, UsageError, warn } from './terminal.ts';

const usage = 'save <path> [--lock [--timeout SECONDS]] [--expect SHA256|none] [--in-place] [--json]   (reads standard input)';

/** `lockscope save PATH`: standard input, to its end, is what the file holds afterwards. The lock is held for the write alone. */
export async function saveVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json', 'lock', 'in-place'], ['expect', 'timeout']);
  const file = onlyOperand(given, usage);
  const expect = readExpect(given.settings.get('expect'));
  const timeoutMs = readTimeout(given.settings.get('timeout'), given.flags.lock);
  assertIsInput();
  const bytes = await buffer(process.stdin);
  const options: SaveOptions = { inPlace: given.flags['in-place'] ? 'backed-up' : 'never', ...(expect === undefined ? {} : { expect }) };
  const save = (lost?: AbortSignal): Promise<SaveOutcome> => saveAtomically(file, bytes, lost === undefined ? options : { ...options, signal: lost });
  const outcome = await (given.flags.lock ? new FileLock(file).run((hold) => save(hold.signal), { timeoutMs }) : save());
  if (given.flags.json) print(JSON.stringify(report(outcome, expect)));
  else tell(outcome, expect);
  return saveCodes[outcome.is];
}

/** Node reads a folder, or a disk, as an empty input, which would make the file empty. */
function assertIsInput(): void {
  const stats = fstatSync(process.stdin.fd);
  const not = process.stdin.isTTY ? 'a terminal' : stats.isDirectory() ? 'a folder' : stats.isBlockDevice() ? 'a disk' : null;
  if (not !== null) throw new UsageError(`There is nothing to save: standard input is ${not}. Usage: PROGRAM | lockscope ${usage}`);
}

const saveCodes: Record<SaveOutcome['is'], number> = { saved: exitCodes.done, conflict: exitCodes.changed, asks: exitCodes.asks };

type Expected = string | null | undefined;

function readExpect(word: string | undefined): Expected {
  if (word === undefined) return undefined;
  if (word === 'none') return null;
  if (!/^[0-9a-f]{64}$/i.test(word)) throw new UsageError('--expect takes the SHA-256 of the content that the file should have now, 64 hex digits as sha256sum prints them, or "none".');
  return word.toLowerCase();
}

function readTimeout(word: string | undefined, locks: boolean): number {
  if (word !== undefined && !locks) throw new UsageError('--timeout says how long to wait for the lock; it needs --lock.');
  const seconds = word === undefined ? 30 : Number(word);
  if (word?.trim() === '' || !(seconds >= 0)) throw new UsageError('--timeout takes a number of seconds.');
  return seconds * 1000;
}

function tell(outcome: SaveOutcome, expect: Expected): void {
  for (const line of linesFor(outcome, expect)) (outcome.is === 'saved' ? print : warn)(printable(line));
  if (outcome.is === 'saved') for (const copy of outcome.kept) warn(printable(keptWords(copy)));
}

function linesFor(outcome: SaveOutcome, expect: Expected): readonly string[] {
  switch (outcome.is) {
    case 'saved':
      return [`Saved: ${outcome.file}${outcome.how === 'in-place' ? ', in place' : ''}.`];
    case 'conflict':
      return [
        `${outcome.file} is not what was expected, so it was not saved.`,
        `expected ${expect ?? 'no file'}`,
        `found    ${outcome.found ?? 'no file'}`,
      ];
    case 'asks':
      return [
        `${outcome.file} was not saved, because replacing it would lose something.`,
        ...outcome.reasons.map((reason) => plain(describeReason(reason))),
        '--in-place writes over its content instead; a backup is kept until that is done.',
      ];
  }
}

function keptWords(copy: string): string {
  return `A former save in place was cut short, and the file has been changed since. What it held before is kept at ${copy}; remove it when it is not needed.`;
}

function report(outcome: SaveOutcome, expect: Expected): object {
  const message = linesFor(outcome, expect).join(' ');
  switch (outcome.is) {
    case 'saved':
      return { path: outcome.file, outcome: outcome.is, how: outcome.how, sha256: outcome.sha256, kept: outcome.kept, message };
    case 'conflict':
      return { path: outcome.file, outcome: outcome.is, expected: expect ?? null, found: outcome.found, message };
    case 'asks':
      return { path: outcome.file, outcome: outcome.is, reasons: outcome.reasons.map((reason) => ({ ...reason, message: plain(describeReason(reason)) })), message };
  }
}
