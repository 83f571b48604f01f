import path from 'node:path';
import { linkSync, renameSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from './again.ts';
import { hashInParts, hashOfFile } from './content.ts';
import { dress } from './dress.ts';
import { holdFormer } from './former.ts';
import { asks, changed, type Job, type Tried, type Trying } from './job.ts';
import { hasSameBesides, isAsFound, lookAt, type Found } from './look.ts';
import { makeOwnFile, refusalOf, removeFile, syncFolder, type OwnFile } from './own-file.ts';
import type { InPlaceReason } from './reasons.ts';
import { saveErrorOf } from './save-error.ts';
import { writeOut } from './write-out.ts';

type Standing = Exclude<Found, { readonly is: 'link' }>;

/**
 * Puts a new file in the place of what was found, or where nothing was, in one step.
 * @returns SHA-256 of what was written, hex
 */
export function* replace(target: string, found: Standing, job: Job): Trying<string> {
  const temporary = yield* makeTemporary(target, found, job);
  if ('is' in temporary) return temporary;
  const letGo = found.is === 'file' ? holdFormer(target) : null;
  try {
    const tried = yield* putOrDiscard(temporary, target, found, job);
    if (tried.is === 'done') yield* settleFolder(target);
    return tried;
  } finally {
    letGo?.();
  }
}

function* putOrDiscard(temporary: OwnFile, target: string, found: Standing, job: Job): Trying<string> {
  let tried: Tried<string>;
  try {
    tried = yield* fillAndPut(temporary, target, found, job);
  } catch (error) {
    yield* discard(temporary);
    throw error;
  }
  if (tried.is !== 'done') yield* discard(temporary);
  return tried;
}

/** A new file has its rights from its folder and the umask at once; one that is to replace another is nobody else's until it has that one's. */
function* makeTemporary(target: string, found: Standing, job: Job): Steps<OwnFile | ReturnType<typeof asks>> {
  try {
    return yield* op('temporary', () => makeOwnFile(path.dirname(target), path.basename(target), 'temporary', job, found.is === 'absent' ? 0o666 : 0o600));
  } catch (error) {
    const code = refusalOf(error);
    if (code === null || found.is === 'absent') throw error;
    return asks({ is: 'folder-read-only', code });
  }
}

function* fillAndPut(temporary: OwnFile, target: string, found: Standing, job: Job): Trying<string> {
  const { descriptor } = temporary;
  yield* writeOut('write', descriptor, job.bytes, job.options.onProgress);
  const missing = yield* dress(descriptor, found, job.bytes.length, job.attributes);
  if (missing !== null) return asks(missing);
  const sha256 = yield* job.flush.run(descriptor, job.bytes.length, () => hashInParts(job.bytes));
  temporary.close();
  if (!(yield* isStillExpected(target, found, job))) return changed;
  const put = yield* putThere(temporary.file, target, found, job);
  return put.is === 'done' ? { is: 'done', value: sha256 } : put;
}

/** Looks again, as late as can be. What changes after this look is replaced all the same. */
function* isStillExpected(target: string, found: Standing, { options, attributes }: Job): Steps<boolean> {
  // A file may be written to twice within one tick of its clock: only its content proves that it is the same.
  if (typeof options.expect === 'string' && (yield* hashOfFile(target)) !== options.expect) return false;
  if (yield* op('look again', () => isAsFound(found, target))) return true;
  // Whatever content stands there is to be replaced: what matters is that the new file has what that one has besides.
  return options.expect === undefined && found.is === 'file' && (yield* op('look closer', () => hasSameBesides(found, lookAt(target, attributes))));
}

const done: Tried<null> = { is: 'done', value: null };

function* putThere(from: string, target: string, found: Standing, job: Job): Trying<null> {
  try {
    if (found.is === 'absent' && job.options.expect === null) yield* putNew(from, target);
    else yield* rename(from, target);
    return done;
  } catch (error) {
    const why = notPut(error);
    if (why === null) throw error;
    return why;
  }
}

function notPut(error: unknown): Tried<null> | null {
  switch (errnoCode(error)) {
    // Somebody has put something there, or has moved the folder and our file with it.
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'ENOENT':
      return changed;
    case 'EBUSY':
    case 'EXDEV':
      return asks(mount);
    default:
      return null;
  }
}

const mount: InPlaceReason = { is: 'mount' };

/** Gives the file its name only if nothing has that. Where there are no hard links (FAT), a look just before has to do. */
function* putNew(from: string, target: string): Steps<void> {
  try {
    yield* op('link', () => again(() => linkSync(from, target)));
  } catch (error) {
    if (!noLinks.has(errnoCode(error) ?? '')) throw error;
    yield* rename(from, target);
    return;
  }
  yield* op('unlink', () => removeFile(from));
}

const noLinks: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** What Windows says while a program (a virus scanner, an indexer) has the file open for a moment. */
const heldOnWindows: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** For two seconds, at 100 ms a try: see driveInTurns(). */
const mostTries = 20;

/** Written from what libraries do on Windows (write-file-atomic, steno); there was no such machine to run it on. */
function* rename(from: string, target: string): Steps<void> {
  for (let tries = 1; ; tries++) {
    try {
      yield* op(tries === 1 ? 'rename' : 'rename again', () => again(() => renameSync(from, target)));
      return;
    } catch (error) {
      const isHeld = process.platform === 'win32' && heldOnWindows.has(errnoCode(error) ?? '');
      if (!isHeld) throw error;
      if (tries >= mostTries) throw saveErrorOf('EBUSY', target, error);
    }
  }
}

function* discard(temporary: OwnFile): Steps<void> {
  temporary.close();
  yield* op('discard', () => removeFile(temporary.file));
}

/** The new content stands there by now; all that can still be missing is that it would after a power failure. */
function* settleFolder(target: string): Steps<void> {
  try {
    yield* syncFolder(path.dirname(target));
  } catch (error) {
    throw saveErrorOf('NOT_CERTAIN', target, error);
  }
}
