import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { breakLock, describeBreak, describeUndo, inspectLock, plain, undoBreak, withoutExchange, type BreakOutcome, type Health, type UndoOutcome } from '../core.ts';
import { journalOfUser } from './journal.ts';
import { recoverFirst } from './recovery.ts';
import { exitCodes, onlyOperand, print, printable, readWords, UsageError, warn } from './terminal.ts';

/** `lockscope break PATH [--force] [--json]` */
export async function breakVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json', 'force']);
  const target = onlyOperand(given, 'break <path> [--force] [--json]');
  await recoverFirst();
  const lock = inspectLock(target);
  if (lock === null) return noLock(target, given.flags.json);
  const outcome = await breakLock(lock, { force: given.flags.force });
  const message = plain(describeBreak(outcome));
  tell(given.flags.json, outcome.is === 'broken', message, { path: lock.path, ...summary(outcome) });
  if (outcome.is === 'broken' && !given.flags.json) {
    for (const warning of outcome.warnings) warn(printable(plain(warning)));
    if (outcome.method === 'move') warn(printable(plain(withoutExchange)));
    if (outcome.health.is !== 'not-checkable') (outcome.health.is === 'sound' ? print : warn)(printable(plain(outcome.health.says)));
    print(`Undo with: lockscope undo ${outcome.undoId}`);
  }
  if (outcome.is === 'refused' && !given.flags.json) warn(`See "lockscope explain ${printable(target)}"; --force breaks it all the same.`);
  return breakCodes[outcome.is];
}

const breakCodes: Record<BreakOutcome['is'], number> = {
  broken: exitCodes.done,
  refused: exitCodes.notStale,
  released: exitCodes.changed,
  changed: exitCodes.changed,
  'broken-elsewhere': exitCodes.changed,
  never: exitCodes.never,
  outside: exitCodes.never,
  busy: exitCodes.failed,
  collision: exitCodes.failed,
  stranded: exitCodes.failed,
};

/** Whether a path that a user has given is one whose links are resolved above it. */
function isSame(real: string, given: string): boolean {
  return path.basename(real) === path.basename(given) && orGone(() => realpathSync(path.dirname(path.resolve(given)))) === path.dirname(real);
}

/** How long after it was broken somebody else may ask for the same lock to be broken, ms. */
const justNowMs = 60_000;

/** Who is asked for a lock that another window or terminal has broken a moment before is told of that. */
function brokenJustNow(target: string): BreakOutcome | null {
  const now = Date.now();
  const last = journalOfUser().since(now - justNowMs).findLast(({ subject, event }) => isSame(subject.path, target) && event.is !== 'refused');
  return last?.event.is === 'broken' ? { is: 'broken-elsewhere', path: target, undoId: last.event.undoId, at: last.at, pid: last.pid } : null;
}

/** @throws UsageError when nothing at all stands at the path, and nobody has broken a lock there just now */
function noLock(target: string, json: boolean): number {
  if (lstatSync(target, { throwIfNoEntry: false }) === undefined) {
    const elsewhere = brokenJustNow(target);
    if (elsewhere === null) throw new UsageError(`There is nothing at ${printable(target)}.`);
    tell(json, false, plain(describeBreak(elsewhere)), { path: target, ...summary(elsewhere) });
    return breakCodes[elsewhere.is];
  }
  tell(json, false, `${printable(target)} is not a lock, so it is not broken.`, { path: target, outcome: 'never' });
  return exitCodes.never;
}

function summary(outcome: BreakOutcome): object {
  switch (outcome.is) {
    case 'broken':
      return { outcome: outcome.is, undoId: outcome.undoId, method: outcome.method, health: healthReport(outcome.health), warnings: outcome.warnings.map(plain) };
    case 'broken-elsewhere':
      return { outcome: outcome.is, undoId: outcome.undoId, pid: outcome.pid, at: new Date(outcome.at).toISOString() };
    case 'refused':
      return { outcome: outcome.is, state: outcome.lock.verdict.state };
    case 'collision':
    case 'stranded':
      return { outcome: outcome.is, undoId: outcome.undoId, keptAt: outcome.keptAt };
    case 'released':
    case 'changed':
    case 'never':
    case 'outside':
    case 'busy':
      return { outcome: outcome.is };
  }
}

function healthReport(health: Health): object | null {
  return health.is === 'not-checkable' ? null : { is: health.is, message: plain(health.says) };
}

/** `lockscope undo ID [--json]` */
export async function undoVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json']);
  const undoId = onlyOperand(given, 'undo <id> [--json]');
  await recoverFirst();
  const outcome = await undoBreak(undoId);
  const { is, ...rest } = outcome;
  tell(given.flags.json, is === 'undone', plain(describeUndo(outcome)), { outcome: is, ...rest });
  return undoCodes[is];
}

const undoCodes: Record<UndoOutcome['is'], number> = {
  undone: exitCodes.done,
  unknown: exitCodes.badUse,
  busy: exitCodes.failed,
  emptied: exitCodes.changed,
  occupied: exitCodes.changed,
  'already-undone': exitCodes.changed,
  missing: exitCodes.changed,
  altered: exitCodes.changed,
  'folder-gone': exitCodes.changed,
};

function tell(json: boolean, isSuccess: boolean, message: string, fields: object): void {
  if (json) print(JSON.stringify({ ...fields, message }));
  else (isSuccess ? print : warn)(printable(message));
}
