import { errnoCode, messageOf } from '../../base/errors.ts';
import { plain, text, type Text } from '../../base/text.ts';

/**
 * A save that could not be carried out. Unless the message says otherwise, the file is as it was, and
 * nothing of the try is left. `code` is the system's (ENOSPC, EROFS, EACCES ...) or one of ours
 * (NOT_REGULAR, CHANGING, BUSY, NO_BACKUP, NOT_RESTORED, NOT_CERTAIN); `text` says what is so and what can be done.
 */
export class SaveError extends Error {
  override readonly name = 'SaveError';
  readonly code: string;
  readonly file: string;
  readonly text: Text;

  constructor(code: string, file: string, sentence: Text, cause?: unknown) {
    super(plain(sentence), { cause });
    this.code = code;
    this.file = file;
    this.text = sentence;
  }
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: '{file} was not saved: the disk is full. Its old content is intact. Free some space and save again.',
  EDQUOT: '{file} was not saved: your disk quota is used up. Its old content is intact. Free some space and save again.',
  EFBIG: '{file} was not saved: it would be larger than a file may be here. Its old content is intact.',
  EROFS: '{file} was not saved: its file system is read-only. It is as it was. Save it elsewhere, or make the file system writable.',
  EACCES: '{file} was not saved: you may not write to it or to its folder. It is as it was. Change the permissions, or save as a user who may.',
  EPERM: '{file} was not saved: the system does not let it be replaced. It is as it was. It may be protected (see lsattr) or lie in a folder where only its owner may replace it.',
  ELOOP: '{file} was not saved: the symbolic links there lead in a circle. Nothing was changed. Correct the links.',
  EISDIR: '{file} was not saved: it is a folder. Name a file.',
  ENOENT: '{file} was not saved: its folder is not there. Make the folder, or save elsewhere.',
  ENOTDIR: '{file} was not saved: what should be its folder is a file. Save elsewhere.',
  ENAMETOOLONG: '{file} was not saved: its name or path is too long for this file system. Save under a shorter one.',
  EIO: '{file} was not saved: the disk reported an error. Its old content was not touched. Save elsewhere, and check the disk.',
  EBUSY: '{file} was not saved: another program has it open. It is as it was. Close that program and save again.',
  EMFILE: '{file} was not saved: too many files are open. It is as it was. Try again in a moment.',
  ENFILE: '{file} was not saved: too many files are open. It is as it was. Try again in a moment.',
  NOT_REGULAR: '{file} was not saved: it is no ordinary file but a device, pipe or socket. Nothing was written to it.',
  CHANGING: '{file} was not saved: it kept changing while it was to be replaced. What stands there is what others wrote. Try again in a moment.',
  BUSY: '{file} was not saved: another window or terminal is saving it and did not come to an end. It is as it was. Try again in a moment.',
  NOT_CERTAIN: '{file} was saved, but the disk reported an error when asked to keep it for good. Check the disk, and save again.',
};

/** An error of ours, by one of the codes above. */
export function saveErrorOf(code: string, file: string, cause?: unknown): SaveError {
  const known = advice[code];
  const sentence = known === undefined
    ? text('{file} was not saved, and is as it was: {reason}', { file, reason: cause === undefined ? code : messageOf(cause) })
    : text(known, { file });
  return new SaveError(code, file, sentence, cause);
}

/**
 * The error for a step that failed.
 * @param cause what was thrown; a SaveError, and what is no error of the system, is passed on as it is
 */
export function saveError(file: string, cause: unknown): unknown {
  const code = errnoCode(cause);
  return cause instanceof SaveError || code === undefined ? cause : saveErrorOf(code, file, cause);
}
