import { readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { number, oneOf, parsed, record, string, toJson } from '../base/json.ts';
import { makeFolder } from '../saving/own-folder.ts';
import { writeNew } from './quarantine.ts';
import { isUndoId } from './undo-id.ts';

/** An act that has begun. While it is noted, whoever starts next looks whether it was completed. */
export interface PendingAct {
  readonly act: 'break' | 'undo';
  readonly undoId: string;
  /** Its entry in quarantine, which need not exist yet. */
  readonly entry: string;
  /** The lock that it is about; links above it resolved. */
  readonly target: string;
  /** Whose processes see each other's mutexes; see mutexSpace(). */
  readonly space: string;
  /** When it began, ms since the epoch. */
  readonly at: number;
}

/** Nobody takes so long to write a line, ms. */
const beingWrittenMs = 60_000;

/** The acts that have begun and not ended, a small file each, so that a start need not read the journal to find none. */
export class Pending {
  readonly #folder: string;

  /** @param folder the user's state folder */
  constructor(folder: string) {
    this.#folder = path.join(folder, 'pending');
  }

  /** Notes that an act begins; on the disk when this returns. @throws the system's error */
  begin(act: PendingAct): void {
    makeFolder(this.#folder);
    writeNew(this.#file(act), `${toJson(act)}\n`);
  }

  /** It was completed, or has done nothing. */
  end(act: PendingAct): void {
    orGone(() => unlinkSync(this.#file(act)));
  }

  /** @throws the system's error when they cannot be listed */
  all(): readonly PendingAct[] {
    return this.#files().map(readAct).filter((act) => act !== null);
  }

  /** Removes what a crash left of a note that it cut off: what it was about had not begun. @param now ms since the epoch */
  sweep(now: number): void {
    for (const file of this.#files()) {
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats !== undefined && now - stats.mtimeMs > beingWrittenMs && readAct(file) === null) orGone(() => unlinkSync(file));
    }
  }

  #files(): readonly string[] {
    const names = orGone(() => readdirSync(this.#folder)) ?? [];
    return names.map((name) => path.join(this.#folder, name));
  }

  #file({ act, undoId }: PendingAct): string {
    return path.join(this.#folder, `${undoId}.${act}`);
  }

}

/** null when it is half-written, or gone. */
function readAct(file: string): PendingAct | null {
  const text = orGone(() => readFileSync(file, 'utf8'));
  const act = text === null ? null : parsed(text, actFrom);
  return act !== null && isUndoId(act.undoId) ? act : null;
}

function actFrom(value: unknown): PendingAct {
  const fields = record(value);
  return {
    act: oneOf(['break', 'undo'] as const, fields['act']),
    undoId: string(fields['undoId']),
    entry: string(fields['entry']),
    target: string(fields['target']),
    space: string(fields['space']),
    at: number(fields['at']),
  };
}
