import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, readFileSync, readSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import { orGone } from '../../base/errors.ts';
import { parsed } from '../../base/json.ts';
import { ownStateFolder } from '../../system/own-state-folder.ts';
import { makeFolder } from '../own-folder.ts';
import { isSame, type FolderMark } from './folder.ts';
import { markFrom, ownerOf, ownMarkText, type ProcessMark } from './owner.ts';

/** Who acquired a lock last. It holds it for as long as that very folder stands. */
export interface Acquisition {
  readonly token: number;
  readonly folder: FolderMark;
  /** Its mark, as JSON: every acquisition reads this, few want to know whose it was. */
  readonly owner: string;
}

/** The place of an acquisition in the file, bytes; behind it the sign that others wait, and the token that was revoked last. */
const recordBytes = 1024;
const revokedAt = recordBytes + 1;
const tokenBytes = 20;

/**
 * What is known of a lock beyond its folder, which must be empty: a file in the user's state folder, so
 * that nothing of it lies in a workspace. Written in place, in one call, and read whenever a lock is
 * acquired; one who reads it half-written knows no more than one who has no record.
 */
export class LockRecord implements Disposable {
  /** The record's own path, by which all who share it meet. */
  readonly file: string;
  /** A free place for the lock's folder when it is released; null where that is on another file system. */
  readonly retireTo: string | null;
  readonly #descriptor: number;
  readonly #buffer = Buffer.alloc(recordBytes);
  readonly #flag = Buffer.alloc(1);

  /** @throws the system's error when the state folder cannot be written to */
  constructor(lockPath: string) {
    const file = recordFile(lockPath);
    const folder = path.dirname(file);
    this.file = file;
    makeFolder(folder);
    this.#descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    const isNear = statSync(path.dirname(lockPath)).dev === statSync(folder).dev;
    this.retireTo = isNear ? `${file}.${process.pid}-${threadId}` : null;
    if (this.retireTo !== null) orGone(() => rmdirSync(this.retireTo ?? ''));
  }

  /** @returns the last acquisition, null when none is known */
  read(): Acquisition | null {
    const length = readSync(this.#descriptor, this.#buffer, 0, recordBytes, 0);
    return acquisitionIn(this.#buffer.toString('utf8', 0, length));
  }

  /** Notes who has it now. */
  write({ token, folder: { dev, ino, born }, owner }: Acquisition): void {
    this.#buffer.fill('\n');
    this.#buffer.write(`${token} ${dev} ${ino} ${born}\n${owner}\n${token}`);
    writeSync(this.#descriptor, this.#buffer, 0, recordBytes, 0);
  }

  /** Whether somebody waits in the line. */
  hasLine(): boolean {
    return readSync(this.#descriptor, this.#flag, 0, 1, recordBytes) === 1 && this.#flag[0] === one;
  }

  /** Says whether there is a line, so that newcomers do not pass those who wait. */
  setLine(hasLine: boolean): void {
    writeSync(this.#descriptor, Buffer.from([hasLine ? one : 0]), 0, 1, recordBytes);
  }

  /**
   * Whether a lock that its holder has passed on may not be claimed any more. To claim is first to write an
   * acquisition, then to look here; to take a passed lock back is first to revoke its token, then to look for
   * an acquisition after it. So at least one of two who do so at once sees the other (Dekker).
   */
  isRevoked(token: number): boolean {
    const place = Buffer.alloc(tokenBytes);
    const length = readSync(this.#descriptor, place, 0, tokenBytes, revokedAt);
    return Number(place.toString('latin1', 0, length)) === token;
  }

  /** @see isRevoked */
  revoke(token: number): void {
    writeSync(this.#descriptor, Buffer.from(String(token).padStart(tokenBytes)), 0, tokenBytes, revokedAt);
  }

  dispose(): void {
    closeSync(this.#descriptor);
  }
}

/** Notes that this process holds a lock now. @returns its token, larger than any before */
export function note(record: LockRecord, folder: FolderMark): number {
  return noteAfter(record, folder, record.read()?.token ?? 0);
}

/** The same where the last token is known. */
export function noteAfter(record: LockRecord, folder: FolderMark, last: number): number {
  const token = Math.max(last + 1, Date.now() * 1000);
  record.write({ token, folder, owner: ownMarkText() });
  return token;
}

const one = 1;

/** Where what is known of a lock is kept. @param lockPath links above it resolved */
export function recordFile(lockPath: string): string {
  return path.join(ownStateFolder(), 'held', idOf(lockPath));
}

/**
 * Removes what is known of a lock that will never be used again, since its folder is about to be removed: its
 * record, and what those who were killed left beside it.
 * @param lockPath links above it resolved
 * @throws the system's error
 */
export function forgetLock(lockPath: string): void {
  const file = recordFile(lockPath);
  const names = orGone(() => readdirSync(path.dirname(file))) ?? [];
  for (const name of names) if (name.startsWith(path.basename(file))) rmSync(path.join(path.dirname(file), name), { recursive: true, force: true });
}

/** Whether somebody waits in the line of a lock, for those who only look. @param descriptor of its record */
export function hasLineIn(descriptor: number): boolean {
  const flag = Buffer.alloc(1);
  return readSync(descriptor, flag, 0, 1, recordBytes) === 1 && flag[0] === one;
}

/**
 * Who holds a lock, for those who only look.
 * @param lockPath links above it resolved
 * @param folder that stands there
 * @returns null where no process of this machine is known to
 * @throws the system's error when there is a record that cannot be read
 */
export function recordedHolder(lockPath: string, folder: FolderMark): ProcessMark | null {
  const text = orGone(() => readFileSync(recordFile(lockPath)))?.toString('utf8', 0, recordBytes);
  const holder = text === undefined ? null : holderOf(acquisitionIn(text), folder);
  return holder !== null && ownerOf(holder).isLocal ? holder : null;
}

/** A short name for a lock's path, the same in all processes. */
export function idOf(lockPath: string): string {
  return createHash('sha256').update(lockPath).digest('hex').slice(0, 32);
}

/** Who made the folder that stands there, if that was the last acquisition. */
export function holderOf(last: Acquisition | null, folder: FolderMark): ProcessMark | null {
  return last !== null && isSame(last.folder, folder) ? parsed(last.owner, markFrom) : null;
}

const form = /^(\d{1,16}) (\d+) (\d+) (\d+)\n(.+)\n(\d{1,16})\n/;

/** null for one that is half-written: its two tokens differ, or one is missing. */
function acquisitionIn(text: string): Acquisition | null {
  const [, token, dev = '', ino = '', born = '', owner = '', again] = form.exec(text) ?? [];
  if (token === undefined || token !== again) return null;
  return { token: Number(token), folder: { dev: BigInt(dev), ino: BigInt(ino), born: BigInt(born) }, owner };
}
