import { GroupCommit } from '../group-commit.ts';
import { realTarget } from '../real-target.ts';
import { eachWhole } from './each-whole.ts';
import { lineBytes } from './lines.ts';
import { underMutex } from './under-mutex.ts';
import { appendWhole } from './whole-append.ts';

export { LineEndError } from './lines.ts';
export { NotAFileError } from './whole-append.ts';

export interface AppendOptions {
  /** Whether the lines must be on the disk when it resolves (fsync), and not only in the system's memory. Default true. */
  readonly durable?: boolean;
}

interface Addition {
  readonly bytes: Uint8Array;
  readonly durable: boolean;
}

/** The files that lines wait for at this moment. */
const groups = new Map<string, GroupCommit<Addition, void>>();

/**
 * Adds lines to the end of a file, which is made when it is not there: all of them, in a row, or none.
 * They go out by one appending write, so that no line of another process gets between or into them, whether
 * that uses this function or only opens the file for appending. On a failure (a full disk) nothing of them
 * stays. A last line without its end, which a crash left, is ended first. What callers of one process add
 * at the same time is written in one go, in the order in which they called.
 *
 * Somebody who replaces the file in the same moment (a save, a rotation) may lose what is being added:
 * append under the lock that they use too (FileLock), or use RotatingLog.
 * @param file links are followed, also to where nothing stands yet
 * @param lines without line ends in them; written as UTF-8, each followed by a line feed
 * @throws LineEndError, NotAFileError; MutexBusyError when others did not let it in within 10 s; the system's error
 *   (ENOSPC, EROFS, EACCES, ENOENT for a missing folder ...)
 */
export async function appendLines(file: string, lines: readonly string[], { durable = true }: AppendOptions = {}): Promise<void> {
  const bytes = lineBytes(lines);
  if (bytes.length > 0) await groupFor(realTarget(file)).add({ bytes, durable });
}

function groupFor(file: string): GroupCommit<Addition, void> {
  const existing = groups.get(file);
  if (existing !== undefined) return existing;
  const write = (additions: readonly Addition[]): Promise<void> =>
    appendWhole(file, Buffer.concat(additions.map(({ bytes }) => bytes)), { mode: 0o666, durable: additions.some(({ durable }) => durable) });
  const group = new GroupCommit<Addition, void>((take) => underMutex(`append ${file}`, take, (additions) => eachWhole(additions, write)), () => groups.delete(file));
  groups.set(file, group);
  return group;
}
