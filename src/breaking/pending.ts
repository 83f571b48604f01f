import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
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
    const names = orGone(() => readdirSync(this.#folder)) ?? [];
    return names.map((name) => this.#read(path.join(this.#folder, name))).filter((act) => act !== null);
  }

  #file({ act, undoId }: PendingAct): string {
    return path.join(this.#folder, `${undoId}.${act}`);
  }

  #read(file: string): PendingAct | null {
    const text = orGone(() => readFileSync(file, 'utf8'));
    if (text === null) return null;
    const act = parsed(text, (value) => {
      const fields = record(value);
      return {
        act: oneOf(['break', 'undo'] as const, fields['act']),
        undoId: string(fields['undoId']),
        entry: string(fields['entry']),
        target: string(fields['target']),
        space: string(fields['space']),
        at: number(fields['at']),
      };
    });
    return act !== null && isUndoId(act.undoId) ? act : null;
  }
}
