import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, realpathSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { contains } from '../base/paths.ts';
import { step } from './break-error.ts';
import type { JournalEntry } from './journal-entry.ts';
import { fromLine, toLine } from './journal-json.ts';
import { makeFolder } from './own-folder.ts';

export interface JournalContents {
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Lines that could not be read: half-written by a crash or a full disk. */
  readonly damaged: number;
}

/**
 * What was done to locks on behalf of this user, one line of JSON an act, shared by every window
 * and terminal: each line is one appending write, so that writers do not cut into each other.
 */
export class Journal {
  readonly #file: string;

  /** @param folder the user's state folder; made when first written to */
  constructor(folder: string) {
    this.#file = path.join(folder, 'journal.jsonl');
  }

  /**
   * Adds an entry; it is on the disk when this returns.
   * @throws BreakError when it cannot be written (ENOSPC, EROFS, EACCES ...)
   */
  append(entry: JournalEntry): void {
    step(this.#file, () => {
      makeFolder(path.dirname(this.#file));
      const descriptor = openSync(this.#file, 'a+', 0o600);
      try {
        writeWhole(descriptor, `${endsInside(descriptor) ? '\n' : ''}${toLine(entry)}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  /** All that was recorded. @throws BreakError when the journal is there and cannot be read */
  entries(): JournalContents {
    const content = step(this.#file, () => orGone(() => readFileSync(this.#file, 'utf8'))) ?? '';
    const lines = content.split('\n').filter((line) => line !== '');
    const entries = lines.map(fromLine).filter((entry) => entry !== null);
    return { entries, damaged: lines.length - entries.length };
  }

  /** What was recorded from a time on, ms since the epoch; quick when that is nothing. */
  since(at: number): readonly JournalEntry[] {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    return stats === undefined || stats.mtimeMs < at ? [] : this.entries().entries.filter((entry) => entry.at >= at);
  }

  /** What is known of one break: its entries, the oldest first. */
  of(undoId: string): readonly JournalEntry[] {
    return this.entries().entries.filter(({ event }) => 'undoId' in event && event.undoId === undoId);
  }

  /**
   * The newest break that has not been undone.
   * @param withinRoots only locks in these folders (absolute); all when left out
   */
  lastUndoable(withinRoots?: readonly string[]): JournalEntry | null {
    const { entries } = this.entries();
    const roots = withinRoots?.map((root) => orGone(() => realpathSync(root)) ?? root);
    return lastUndoable(entries, roots);
  }
}

/** The newest break among `entries` that has not been undone. @param roots with links resolved */
export function lastUndoable(entries: readonly JournalEntry[], roots?: readonly string[]): JournalEntry | null {
  const undone = new Set(entries.flatMap(({ event }) => (event.is === 'undone' ? [event.undoId] : [])));
  const undoable = ({ event, subject }: JournalEntry): boolean =>
    event.is === 'broken' && !undone.has(event.undoId) && (roots?.some((root) => contains(root, subject.path)) ?? true);
  return entries.findLast(undoable) ?? null;
}

/** Whether the last line was cut off, so that the next must not be glued to it. */
function endsInside(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}

function writeWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  const written = writeSync(descriptor, bytes);
  // A disk that fills up writes the part that fits; trying the rest makes it say ENOSPC.
  if (written < bytes.length) writeSync(descriptor, bytes, written);
}
