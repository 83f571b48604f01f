import { unknownActor, type Actor, type LockName, type Span } from '../../src/contention/model.ts';
import { readFlags, type SpanColumns } from '../../src/protocol/span-columns.ts';

/** What became of a span with a message. */
export interface StoreListener {
  added(slot: number): void;
  /** It has another end, or another is known of it. */
  changed(slot: number, before: { readonly actor: number; readonly to: number }): void;
}

/** The spans of the page, as columns. A slot is a span's place in them and stays its own while it is kept. */
export class SpanStore {
  readonly locks: LockName[] = [];
  readonly actors: Actor[] = [];
  /** Slots of the spans that last. */
  readonly open = new Set<number>();
  #ids = new Float64Array(1024);
  #flags = new Uint8Array(1024);
  #locks = new Uint32Array(1024);
  #actors = new Uint32Array(1024);
  #from = new Float64Array(1024);
  #to = new Float64Array(1024);
  readonly #blockers = new Map<number, readonly number[]>();
  /** By id, oldest first. */
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  #used = 0;

  get size(): number {
    return this.#slots.size;
  }

  slots(): Iterable<number> {
    return this.#slots.values();
  }

  slotOf(id: number): number | undefined {
    return this.#slots.get(id);
  }

  idOf(slot: number): number {
    return this.#ids[slot] ?? 0;
  }

  flagsOf(slot: number): number {
    return this.#flags[slot] ?? 0;
  }

  lockOf(slot: number): number {
    return this.#locks[slot] ?? 0;
  }

  actorOf(slot: number): number {
    return this.#actors[slot] ?? 0;
  }

  fromOf(slot: number): number {
    return this.#from[slot] ?? 0;
  }

  /** Infinity while it lasts. */
  toOf(slot: number): number {
    return this.#to[slot] ?? 0;
  }

  /** A span as the rest of Lockscope knows it. */
  span(slot: number): Span {
    const to = this.toOf(slot);
    return {
      id: this.idOf(slot),
      ...readFlags(this.flagsOf(slot)),
      lock: this.locks[this.lockOf(slot)]?.path ?? '',
      actor: this.actorAt(this.actorOf(slot)),
      from: this.fromOf(slot),
      to: Number.isFinite(to) ? to : null,
      blockers: (this.#blockers.get(slot) ?? []).map((actor) => this.actorAt(actor)),
    };
  }

  actorAt(position: number): Actor {
    return this.actors[position] ?? unknownActor;
  }

  /** Takes the spans of a message; those that are known by their id are changed. */
  take({ ids, flags, locks, actors, from, to, blockers }: SpanColumns, listener: StoreListener): void {
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] ?? 0;
      const known = this.#slots.get(id);
      const slot = known ?? this.#newSlot(id);
      const before = { actor: this.actorOf(slot), to: this.toOf(slot) };
      const end = to[row] ?? Number.NaN;
      this.#flags[slot] = flags[row] ?? 0;
      this.#actors[slot] = actors[row] ?? 0;
      this.#to[slot] = Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
      if (Number.isNaN(end)) this.open.add(slot);
      else this.open.delete(slot);
      this.#blockers.delete(slot);
      if (known === undefined) {
        this.#locks[slot] = locks[row] ?? 0;
        this.#from[slot] = from[row] ?? 0;
        listener.added(slot);
      } else {
        listener.changed(slot, before);
      }
    }
    for (let at = 0; at + 1 < blockers.length; at += 2) this.#takeBlocker(ids[blockers[at] ?? 0] ?? 0, blockers[at + 1] ?? 0);
  }

  /** Forgets the oldest that have ended, so that at most so many stay. @returns the slots that are free now */
  trim(most: number): ReadonlySet<number> {
    const gone = new Set<number>();
    for (const [id, slot] of this.#slots) {
      if (this.#slots.size <= most) break;
      if (this.open.has(slot)) continue;
      this.#slots.delete(id);
      this.#blockers.delete(slot);
      this.#free.push(slot);
      gone.add(slot);
    }
    return gone;
  }

  #takeBlocker(id: number, actor: number): void {
    const slot = this.#slots.get(id);
    if (slot !== undefined) this.#blockers.set(slot, [...(this.#blockers.get(slot) ?? []), actor]);
  }

  #newSlot(id: number): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.#ids.length) this.#grow();
    this.#ids[slot] = id;
    this.#slots.set(id, slot);
    return slot;
  }

  #grow(): void {
    const room = this.#ids.length * 2;
    this.#ids = grown(this.#ids, new Float64Array(room));
    this.#flags = grown(this.#flags, new Uint8Array(room));
    this.#locks = grown(this.#locks, new Uint32Array(room));
    this.#actors = grown(this.#actors, new Uint32Array(room));
    this.#from = grown(this.#from, new Float64Array(room));
    this.#to = grown(this.#to, new Float64Array(room));
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
