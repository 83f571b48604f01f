import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../../base/errors.ts';
import { parsed, toJson } from '../../base/json.ts';
import { op, type Steps } from '../../base/steps.ts';
import { makeFolder } from '../own-folder.ts';
import { syncFolder } from '../write/own-file.ts';
import { writeOut } from '../write/write-out.ts';
import { isId, phases, recordFrom, type Phase, type TransactionRecord } from './record.ts';

export interface Noted {
  readonly record: TransactionRecord;
  readonly phase: Phase;
}

/** Nobody takes so long to write a record, ms. */
const beingWrittenMs = 60_000;

/**
 * The transactions that have begun and not ended, a small file each, whose name says how far it has come.
 * A step from one phase to another is a rename, so that of two processes which decide differently (one that
 * was suspended and has lost its locks, and one that puts its things in order) only one succeeds.
 */
export class Records {
  readonly #folder: string;

  /** @param folder in which they lie; made when first written to, for this user alone */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes that a transaction is being prepared; on the disk then. @throws the system's error */
  *begin(record: TransactionRecord): Steps<void> {
    yield* op('record folder', () => makeFolder(this.#folder));
    const descriptor = yield* op('record', () => openSync(this.#file(record.id, 'prepared'), 'wx', 0o600));
    try {
      yield* writeOut('write record', descriptor, Buffer.from(`${toJson(record)}\n`));
      yield* op('sync record', () => fsyncSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
    yield* syncFolder(this.#folder);
  }

  /** Goes from one phase to another; on the disk then. @returns false when another process has decided already */
  *move(id: string, from: Phase, to: Phase): Steps<boolean> {
    const moved = yield* op(to, () => orGone(() => renameSync(this.#file(id, from), this.#file(id, to))) !== null);
    yield* syncFolder(this.#folder);
    return moved;
  }

  /** It has ended. @returns false when another process has ended it */
  *end(id: string, phase: Phase): Steps<boolean> {
    return yield* op('end', () => orGone(() => unlinkSync(this.#file(id, phase))) !== null);
  }

  /** How far it is now; null when it has ended. */
  phaseOf(id: string): Phase | null {
    return phases.find((phase) => statSync(this.#file(id, phase), { throwIfNoEntry: false }) !== undefined) ?? null;
  }

  /** Where one is noted that is being put back. */
  pathOf(id: string): string {
    return this.#file(id, 'reverting');
  }

  /** Those that can be read, the oldest first. @throws the system's error */
  all(): readonly Noted[] {
    return this.#names().flatMap(({ id, phase }) => this.#read(id, phase) ?? []);
  }

  /** Those that have to do with one of these files (real paths). @throws the system's error */
  about(files: readonly string[]): readonly Noted[] {
    return this.all().filter(({ record }) => record.entries.some(({ file }) => files.includes(file)));
  }

  /** Removes what a crash left of a record that it cut off: nothing else had been done. @param now ms since the epoch */
  sweep(now: number): void {
    for (const { id, phase } of this.#names()) {
      const file = this.#file(id, phase);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats !== undefined && now - stats.mtimeMs > beingWrittenMs && this.#read(id, phase) === null) orGone(() => unlinkSync(file));
    }
  }

  #names(): readonly { readonly id: string; readonly phase: Phase }[] {
    return (orGone(() => readdirSync(this.#folder)) ?? []).toSorted().flatMap((name) => {
      const { name: id, ext } = path.parse(name);
      const phase = phases.find((each) => ext === `.${each}`);
      return phase !== undefined && isId(id) ? [{ id, phase }] : [];
    });
  }

  /** null when it is half-written, or has gone. */
  #read(id: string, phase: Phase): Noted | null {
    const text = orGone(() => readFileSync(this.#file(id, phase), 'utf8'));
    const record = text === null ? null : parsed(text, recordFrom);
    return record?.id === id ? { record, phase } : null;
  }

  #file(id: string, phase: Phase): string {
    return path.join(this.#folder, `${id}.${phase}`);
  }
}
