import { isWait } from '../../src/protocol/span-columns.ts';
import { Lane } from './lane.ts';
import { nameActor, shortPath } from './names.ts';
import type { SpanStore, StoreListener } from './store.ts';
import { WaiterSteps } from './waiters.ts';

export type Grouping = 'lock' | 'process';

/** More at once than a row has lanes lie over each other in the last. */
const mostLanes = 4;

/** The waiters of a busy row are not counted anew more often than this, ms. */
const recountMs = 250;

/** One line of the timeline: all holds and waits of one lock, or of one process. */
export class Row {
  readonly key: string;
  label: string;
  /** The whole name, for a tooltip and the filter. */
  readonly title: string;
  /** Commands of those who held or waited, for the filter. */
  readonly commands = new Set<string>();
  /** Positions of those whose commands are among them. */
  readonly known = new Set<number>();
  readonly holds: Lane[] = [];
  readonly waits: Lane[] = [];
  #steps: WaiterSteps | null = null;
  #countedAt = 0;
  #isCounted = false;

  constructor(key: string, label: string, title: string) {
    this.key = key;
    this.label = label;
    this.title = title;
  }

  get lanes(): readonly Lane[] {
    return [...this.holds, ...this.waits];
  }

  /** How many waited, over time; null when nobody did. @param now ms */
  waiters(now: number): WaiterSteps | null {
    if (this.waits.length === 0) return null;
    if (this.#steps === null || (!this.#isCounted && now - this.#countedAt > recountMs)) {
      this.#steps = new WaiterSteps(this.waits);
      this.#countedAt = now;
      this.#isCounted = true;
    }
    return this.#steps;
  }

  add(slot: number, wait: boolean, from: number, to: number): void {
    const lanes = wait ? this.waits : this.holds;
    let lane = lanes.find((one) => one.fits(from, to));
    if (lane === undefined && lanes.length < mostLanes) {
      lane = new Lane();
      lanes.push(lane);
    }
    (lane ?? lanes.at(-1))?.insert(slot, from, to);
    if (wait) this.#isCounted = false;
  }

  end(slot: number, wait: boolean, from: number, to: number): void {
    (wait ? this.waits : this.holds).some((lane) => lane.end(slot, from, to));
    if (wait) this.#isCounted = false;
  }

  keep(isKept: (slot: number) => boolean): void {
    for (const lane of this.lanes) lane.keep(isKept);
    this.#isCounted = false;
  }

  get isEmpty(): boolean {
    return this.lanes.every(({ size }) => size === 0);
  }
}

/** The rows of the timeline, in the order in which they came to be known. */
export class Rows implements StoreListener {
  readonly by: Grouping;
  readonly #store: SpanStore;
  readonly #rows = new Map<string, Row>();

  constructor(store: SpanStore, by: Grouping) {
    this.#store = store;
    this.by = by;
    for (const slot of store.slots()) this.added(slot);
  }

  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** Of the span in a slot. */
  rowOf(slot: number): Row | undefined {
    return this.#rows.get(this.#keyOf(slot, this.#store.actorOf(slot)));
  }

  added(slot: number): void {
    const { flags, from, to } = this.#facts(slot);
    const row = this.#rowFor(slot);
    row.add(slot, isWait(flags), from, to);
    this.#name(row, slot);
  }

  changed(slot: number, before: { readonly actor: number; readonly to: number }): void {
    const { flags, from, to } = this.#facts(slot);
    const old = this.#rows.get(this.#keyOf(slot, before.actor));
    const row = this.#rowFor(slot);
    this.#name(row, slot);
    if (old === row) {
      row.end(slot, isWait(flags), from, to);
      return;
    }
    old?.keep((one) => one !== slot);
    if (old?.isEmpty) this.#rows.delete(old.key);
    row.add(slot, isWait(flags), from, to);
  }

  /** Forgets the spans in these slots, and rows of which nothing is left. */
  forget(slots: ReadonlySet<number>): void {
    for (const row of this.#rows.values()) {
      row.keep((slot) => !slots.has(slot));
      if (row.isEmpty) this.#rows.delete(row.key);
    }
  }

  /** More may be known of who it is than when the row was made. */
  #name(row: Row, slot: number): void {
    const position = this.#store.actorOf(slot);
    if (row.known.has(position)) return;
    row.known.add(position);
    const actor = this.#store.actorAt(position);
    if (actor.command === null) return;
    row.commands.add(actor.command.toLowerCase());
    if (this.by === 'process') row.label = nameActor(actor) ?? row.label;
  }

  #facts(slot: number): { readonly flags: number; readonly from: number; readonly to: number } {
    return { flags: this.#store.flagsOf(slot), from: this.#store.fromOf(slot), to: this.#store.toOf(slot) };
  }

  #keyOf(slot: number, actor: number): string {
    if (this.by === 'lock') return this.#store.locks[this.#store.lockOf(slot)]?.path ?? '';
    const { pid, startMark } = this.#store.actorAt(actor);
    return pid === null ? '' : `${pid} ${startMark ?? ''}`;
  }

  #rowFor(slot: number): Row {
    const key = this.#keyOf(slot, this.#store.actorOf(slot));
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.by === 'lock' ? this.#lockRow(key, slot) : this.#processRow(key, slot);
    this.#rows.set(key, row);
    return row;
  }

  #lockRow(key: string, slot: number): Row {
    const lock = this.#store.locks[this.#store.lockOf(slot)];
    return new Row(key, shortPath(lock?.resource ?? key), `${key}\n${lock?.title ?? ''}`);
  }

  #processRow(key: string, slot: number): Row {
    const actor = this.#store.actorAt(this.#store.actorOf(slot));
    return new Row(key, nameActor(actor) ?? '?', actor.command ?? '');
  }
}
