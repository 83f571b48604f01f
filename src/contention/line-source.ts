import path from 'node:path';
import type { Disposable } from '../base/disposable.ts';
import type { Lock } from '../locks/lock.ts';
import type { Inventory, TimedLockChange } from '../watch/inventory.ts';
import { realFolder } from '../watch/real-folder.ts';
import type { Pass } from './inventory-holds.ts';
import { lockNameOf } from './inventory-lock.ts';
import { ObservedLine, type LineTold } from './line-observed.ts';
import type { Actor, Happening, HappeningsListener } from './model.ts';

/** So many lines are looked on at, those of the locks that were met first. */
const mostLines = 64;

/** How often it is looked whether somebody waits, ms; a host remembers waits that are over for longer. */
const lookMs = 20;

/** The kinds of locks that FileLock waits for: its own, and the same folder made by proper-lockfile. */
const kinds: ReadonlySet<string> = new Set(['file-lock', 'proper-lockfile', 'folder']);

export interface LineSourceOptions {
  readonly tell: HappeningsListener;
  /** A lock was passed on to the next in line. @see InventorySource.passedOn */
  readonly passedOn: (pass: Pass) => void;
  /** Who a process is. @see namesBy */
  readonly nameOf: (pid: number) => Actor;
}

/** Tells of waits for FileLocks, from the line in which their waiters stand. */
export class LineSource implements Disposable {
  readonly #options: LineSourceOptions;
  readonly #lines = new Map<string, ObservedLine>();
  readonly #subscription: Disposable;
  #untold: Happening[] = [];
  #telling: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(inventory: Pick<Inventory, 'locks' | 'onDidChange'>, options: LineSourceOptions) {
    this.#options = options;
    for (const lock of inventory.locks) this.#meet(lock);
    this.#subscription = inventory.onDidChange((changes) => changes.forEach((change) => this.#follow(change)));
  }

  dispose(): void {
    this.#subscription.dispose();
    clearInterval(this.#timer ?? undefined);
    for (const line of this.#lines.values()) line.dispose();
    this.#lines.clear();
    this.#flush();
  }

  #follow({ type, lock, at }: TimedLockChange): void {
    if (type === 'released') return this.#lines.get(lock.path)?.released();
    this.#meet(lock);
    const pid = lock.holder?.pid ?? null;
    if (pid !== null) this.#lines.get(lock.path)?.acquired(pid, at);
    return undefined;
  }

  #meet(lock: Lock): void {
    if (!kinds.has(lock.kind)) return;
    const known = this.#lines.get(lock.path);
    if (known !== undefined) return known.held();
    if (this.#lines.size >= mostLines) return undefined;
    const real = path.join(realFolder(path.dirname(lock.path)), path.basename(lock.path));
    const line = new ObservedLine(lockNameOf(lock), real, { nameOf: this.#options.nameOf, tell: (told) => this.#take(told) });
    this.#lines.set(lock.path, line);
    line.look(performance.now());
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref();
    return undefined;
  }

  #look(): void {
    const now = performance.now();
    for (const [place, line] of this.#lines) {
      line.look(now);
      if (!line.isOver(now)) continue;
      line.dispose();
      this.#lines.delete(place);
    }
    if (this.#lines.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #take({ happenings, pass }: LineTold): void {
    if (pass !== null) this.#options.passedOn(pass);
    if (happenings.length === 0) return;
    this.#untold.push(...happenings);
    this.#telling ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    clearImmediate(this.#telling ?? undefined);
    this.#telling = null;
    const untold = this.#untold;
    this.#untold = [];
    if (untold.length > 0) this.#options.tell(untold);
  }
}
