import { closeSync, constants, fsyncSync, linkSync, openSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import { op, type Steps } from '../../base/steps.ts';
import { again } from '../write/again.ts';
import type { AttributeAccess } from '../write/attributes.ts';
import { noFollow } from '../write/content.ts';
import { dress } from '../write/dress.ts';
import { lookAt, type FoundFile } from '../write/look.ts';
import { planFor } from '../write/plan.ts';
import { writeOut } from '../write/write-out.ts';
import { readWhole } from './read.ts';
import type { Entry } from './record.ts';
import type { Change } from './subjects.ts';
import { asksError, conflictError } from './transaction-error.ts';

/**
 * Lays a file's new content beside it, with its owner, permissions and attributes, and keeps its old
 * content under another name. Nothing of the file itself changes; all of it is on the disk then.
 * @throws TransactionError 'asks' or 'conflict'; SaveError; the system's error
 */
export function* stage(change: Change, entry: Entry, access: AttributeAccess): Steps<void> {
  const found = yield* op('look', () => lookAt(entry.file, access));
  if (found.is === 'link' || (found.is === 'absent') !== (change.before === null)) throw conflictError([entry.file]);
  const plan = planFor(found, saver(), 0);
  if (plan.is === 'asks') throw asksError(entry.file, plan.reasons);
  const like = found.is === 'file' ? found : null;
  if (entry.staged !== null && change.after !== null) yield* lay('stage', entry.file, entry.staged, change.after, like, access);
  if (entry.kept !== null && like !== null) yield* keep(entry.file, entry.kept, like, access);
}

function saver(): { readonly uid: number } | null {
  const uid = process.geteuid?.();
  return uid === undefined ? null : { uid };
}

/** A new file with these bytes. @param like what it is to be like; null: as any new file */
function* lay(step: string, file: string, own: string, bytes: Uint8Array, like: FoundFile | null, access: AttributeAccess): Steps<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow;
  const descriptor = yield* op(step, () => again(() => openSync(own, flags, like === null ? 0o666 : 0o600)));
  try {
    yield* writeOut('write', descriptor, bytes);
    const missing = yield* dress(descriptor, like ?? { is: 'absent' }, bytes.length, access);
    if (missing !== null) throw asksError(file, [missing]);
    yield* op('sync', () => again(() => fsyncSync(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}

/** What link() says on file systems without hard links, or for another user's file. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Under a second name, so that it can be put back as the very file that it was; as a copy where there are none. */
function* keep(file: string, kept: string, like: FoundFile, access: AttributeAccess): Steps<void> {
  const refused = yield* op('keep', () => {
    try {
      again(() => linkSync(file, kept));
      return null;
    } catch (error) {
      return errnoCode(error) ?? '';
    }
  });
  if (refused === null) return;
  // Within one folder, only a file that is a mount point of its own is on another device.
  if (refused === 'EXDEV') throw asksError(file, [{ is: 'mount' }]);
  if (!noLinks.has(refused)) throw Object.assign(new Error(`${refused}: ${file} could not be kept as ${kept}`), { code: refused });
  const bytes = yield* op('read to keep', () => readWhole(file));
  if (bytes === null) throw conflictError([file]);
  yield* lay('keep a copy', file, kept, bytes, like, access);
}
