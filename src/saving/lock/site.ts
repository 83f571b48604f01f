import type { Disposable } from '../../base/disposable.ts';
import { addressOf } from './line-socket.ts';
import { Line } from './line.ts';
import { idOf, LockRecord } from './record.ts';

/** How long what was opened for a lock stays open after its last use, ms: whoever comes again soon finds it ready. */
const lingerMs = 2000;

/** What this process has open for one lock, shared by all its users. */
export class LockSite implements Disposable {
  readonly record: LockRecord;
  readonly line: Line;
  #users = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(lockPath: string) {
    this.record = new LockRecord(lockPath);
    this.line = new Line(addressOf(idOf(lockPath)), (serving) => this.record.setLine(serving));
  }

  /**
   * Takes part in the site of a lock, until `leave`.
   * @throws the system's error when the state folder cannot be written to
   */
  static enter(lockPath: string): LockSite {
    const site = sites.get(lockPath) ?? new LockSite(lockPath);
    sites.set(lockPath, site);
    site.#users += 1;
    return site;
  }

  /** Ends what one `enter` began. */
  leave(lockPath: string): void {
    this.#users -= 1;
    if (this.#users === 0) this.#timer ??= setInterval(() => this.#closeIfIdle(lockPath), lingerMs).unref();
  }

  dispose(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.line.dispose();
    this.record.dispose();
  }

  /** A line that others wait in is kept for them. */
  #closeIfIdle(lockPath: string): void {
    if (this.#users > 0 || !this.line.isIdle) return;
    sites.delete(lockPath);
    this.dispose();
  }
}

const sites = new Map<string, LockSite>();
