import { realpathSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { contains } from '../base/paths.ts';
import { sameIdentity, type Identity } from '../locks/observation.ts';
import { RotatingLog, type LogLimits } from '../saving/rotating-log.ts';
import { breakError, step } from './break-error.ts';
import type { JournalEntry } from './journal-entry.ts';
import { fromLine, toLine } from './journal-json.ts';

export interface JournalContents {
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Lines that could not be read: half-written by a crash or a full disk. */
  readonly damaged: number;
}

/** Some two thousand breaks, which are read within a moment. */
const usualLimits: LogLimits = { maxBytes: 512 * 1024, keep: 4 };

/**
 * What was done to locks on behalf of this user, one line of JSON an act, shared by every window
 * and terminal.
 */
export class Journal {
  readonly #file: string;
  readonly #log: RotatingLog;

  /** @param folder the user's state folder; made when first written to */
  constructor(folder: string, limits: LogLimits = usualLimits) {
    this.#file = path.join(folder, 'journal.jsonl');
    this.#log = new RotatingLog(this.#file, limits);
  }

  /**
   * Adds an entry; it is on the disk when this resolves.
   * @throws BreakError when it cannot be written (ENOSPC, EROFS, EACCES ...)
   */
  async append(entry: JournalEntry): Promise<void> {
    try {
      await this.#log.append(toLine(entry));
    } catch (error) {
      throw breakError(this.#file, error);
    }
  }

  /** Makes sure that it can be written to. @throws BreakError when not */
  check(): void {
    step(this.#file, () => this.#log.check());
  }

  /** All that was recorded and is kept. @throws BreakError when the journal is there and cannot be read */
  entries(): JournalContents {
    const files = step(this.#file, () => [...this.#log.texts()]).toReversed().map((text) => read(text));
    return { entries: files.flatMap(({ entries }) => entries), damaged: files.reduce((sum, { damaged }) => sum + damaged, 0) };
  }

  /** What was recorded from a time on, ms since the epoch; quick when that is nothing. */
  since(at: number): readonly JournalEntry[] {
    const changedAt = this.#log.changedAt();
    return changedAt === null || changedAt < at ? [] : this.entries().entries.filter((entry) => entry.at >= at);
  }

  /** What is known of one break: its entries, the oldest first. */
  of(undoId: string): readonly JournalEntry[] {
    return this.entries().entries.filter(({ event }) => 'undoId' in event && event.undoId === undoId);
  }

  /** The break of the very lock that had this identity; null when it was none, or was undone since. */
  breakOf(target: string, identity: Identity): JournalEntry | null {
    const isAbout = ({ subject, event }: JournalEntry): boolean => subject.path === target && sameIdentity(subject.identity, identity) && (event.is === 'broken' || event.is === 'undone');
    // Asked while others wait, so no line is parsed that cannot be about it.
    for (const text of step(this.#file, () => this.#log.texts())) {
      const last = read(text, (line) => line.includes(identity.contentHash)).entries.findLast(isAbout);
      if (last !== undefined) return last.event.is === 'broken' ? last : null;
    }
    return null;
  }

  /**
   * The newest break that can be undone.
   * @param withinRoots only locks in these folders (absolute); all when left out
   */
  lastUndoable(withinRoots?: readonly string[]): JournalEntry | null {
    const { entries } = this.entries();
    const roots = withinRoots?.map((root) => orGone(() => realpathSync(root)) ?? root);
    return lastUndoable(entries, roots);
  }
}

/** The newest break among `entries` that has been neither undone nor emptied. @param roots with links resolved */
export function lastUndoable(entries: readonly JournalEntry[], roots?: readonly string[]): JournalEntry | null {
  const over = new Set(entries.flatMap(({ event }) => (event.is === 'undone' || event.is === 'emptied' ? [event.undoId] : [])));
  const undoable = ({ event, subject }: JournalEntry): boolean =>
    event.is === 'broken' && !over.has(event.undoId) && (roots?.some((root) => contains(root, subject.path)) ?? true);
  return entries.findLast(undoable) ?? null;
}

function read(text: string, isWanted: (line: string) => boolean = () => true): JournalContents {
  const lines = text.split('\n').filter((line) => line !== '' && isWanted(line));
  const entries = lines.map(fromLine).filter((entry) => entry !== null);
  return { entries, damaged: lines.length - entries.length };
}
