import { errnoCode, messageOf } from '../base/errors.ts';
import { plain, text } from '../base/text.ts';
import type { Text } from '../base/text.ts';

/**
 * Breaking or undoing could not be carried out, and nothing at the lock's path was changed.
 * `code` is the system's (EACCES, EROFS, ENOSPC, EXDEV ...) or one of ours (NOT_ABSOLUTE,
 * UNSAFE_QUARANTINE); `text` says what to do about it.
 */
export class BreakError extends Error {
  override readonly name = 'BreakError';
  readonly code: string;
  readonly text: Text;

  constructor(code: string, sentence: Text, cause?: unknown) {
    super(plain(sentence), { cause });
    this.code = code;
    this.text = sentence;
  }
}

const advice: Readonly<Record<string, string>> = {
  EACCES: 'No permission to move {path}. Run this as the owner of its folder, or change the folder\'s permissions.',
  EPERM: 'The system does not let {path} be moved. It or its folder belongs to another user or is protected: run this as its owner.',
  EROFS: '{path} is on a read-only file system. Break it from where the file system can be written.',
  ENOSPC: 'There is no space left to put {path} aside. Free some space and try again.',
  EDQUOT: 'Your disk quota leaves no space to put {path} aside. Free some space and try again.',
  EXDEV: '{path} cannot be moved, not even inside its own folder: it may be a mount point. Unmount it first.',
  EBUSY: '{path} is in use by a program or is a mount point. Close what uses it and try again.',
  EMFILE: 'Too many files are open to break {path} now. Try again in a moment.',
  ENFILE: 'Too many files are open to break {path} now. Try again in a moment.',
};

/**
 * The error for a step that failed.
 * @param path what the step was about: the lock, or the place that it was to go to
 * @param cause what was thrown; a BreakError is passed on as it is
 */
export function breakError(path: string, cause: unknown): BreakError {
  if (cause instanceof BreakError) return cause;
  const code = errnoCode(cause) ?? 'UNKNOWN';
  const known = advice[code];
  const sentence = known ? text(known, { path }) : text('{path} could not be broken: {reason}', { path, reason: messageOf(cause) });
  return new BreakError(code, sentence, cause);
}

/** Runs a step; what it throws becomes a BreakError about `path`. */
export function step<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw breakError(path, error);
  }
}
