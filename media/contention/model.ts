import type { Span } from '../../src/contention/model.ts';
import type { DeadlockNotice, Source, SpansMessage, ToPage } from '../../src/protocol/contention.ts';
import { nameWithin } from './names.ts';
import { Rows, type Row } from './rows.ts';
import { SpanStore } from './store.ts';
import { speak } from './say.ts';
import { showing, type Range } from './scale.ts';
import { stateFrom, type ViewState } from './view-state.ts';

/** What has changed: the spans, what is seen of them, the source as a whole, the deadlocks, or what is not seen. */
export type Change = 'spans' | 'view' | 'source' | 'deadlocks' | 'trouble';

/** So many more than are kept may come before the oldest are dropped. */
const slack = 1.05;

/** All that the page knows: the spans, what the user has arranged, and who wants to know of changes. */
export class Model {
  store = new SpanStore();
  /** Whatever the timeline is grouped by. */
  locks = new Rows(this.store, 'lock');
  #processes: Rows | null = null;
  source: Source | null = null;
  isLoaded = false;
  deadlocks: readonly DeadlockNotice[] = [];
  /** Why not all is seen that could be; null while it is. */
  trouble: string | null = null;
  #state: ViewState;
  #wanted: string | null = null;
  #ahead = 0;
  #mostSpans = Number.POSITIVE_INFINITY;
  readonly #keep: (state: ViewState) => void;
  readonly #listeners: ((change: Change) => void)[] = [];

  /** @param kept what was kept of a page before @param keep keeps what is arranged now */
  constructor(kept: unknown, keep: (state: ViewState) => void) {
    this.#state = stateFrom(kept, Date.now());
    this.#keep = keep;
  }

  get state(): ViewState {
    return this.#state;
  }

  /** The host's time, ms since the epoch: the page may be on another machine. Of a trace, its end. */
  now(): number {
    return this.source?.is === 'trace' ? Number.POSITIVE_INFINITY : Date.now() + this.#ahead;
  }

  get rows(): Rows {
    if (this.#state.by === 'lock') return this.locks;
    this.#processes ??= new Rows(this.store, 'process');
    return this.#processes;
  }

  /** What is seen, ms since the epoch. */
  get range(): Range {
    const { follow, range } = this.#state;
    if (!follow || this.source?.is === 'trace') return range;
    const length = range.to - range.from;
    const to = this.now() + length * 0.02;
    return { from: to - length, to };
  }

  /** The slot that is chosen, while its span is kept. */
  get selected(): number | null {
    return this.#state.selected === null ? null : (this.store.slotOf(this.#state.selected) ?? null);
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  update(patch: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...patch };
    this.#keep(this.#state);
    this.#fire('view');
  }

  /** Shows a range and stays there. */
  look(range: Range): void {
    this.update({ range, follow: false });
  }

  /** Follows the time, or stays at what is seen. */
  follow(follow: boolean): void {
    if (this.source?.is !== 'trace') this.update({ follow, range: this.range });
  }

  select(slot: number | null): void {
    if (slot === null) return this.update({ selected: null });
    const seen = this.range;
    const range = showing(seen, this.store.fromOf(slot), Math.min(this.store.toOf(slot), this.now()));
    this.update(range === seen ? { selected: this.store.idOf(slot) } : { selected: this.store.idOf(slot), range, follow: false });
  }

  /** The row that the chosen bar is in. */
  selectedRow(): Row | undefined {
    return this.selected === null ? undefined : this.rows.rowOf(this.selected);
  }

  /** From the first start to the last end; null when there is nothing. */
  extent(): Range | null {
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const slot of this.store.slots()) {
      from = Math.min(from, this.store.fromOf(slot));
      const end = Math.min(this.store.toOf(slot), this.now());
      to = Math.max(to, Number.isFinite(end) ? end : this.store.fromOf(slot));
    }
    const margin = Math.max((to - from) * 0.02, 0.05);
    return from <= to ? { from: from - margin, to: to + margin } : null;
  }

  /** Spans of a row that any part of lies in a range. */
  spansIn(row: Row, { from, to }: Range): readonly Span[] {
    return row.lanes.flatMap((lane) => {
      const spans: Span[] = [];
      const end = lane.firstFrom(to);
      for (let position = lane.firstReaching(from); position < end; position++) if (lane.toAt(position) >= from) spans.push(this.store.span(lane.slotAt(position)));
      return spans;
    });
  }

  take(message: ToPage): void {
    switch (message.is) {
      case 'start':
        return this.#start(message);
      case 'spans':
        return this.#add(message);
      case 'loaded':
        this.isLoaded = true;
        this.#showSomething();
        return this.#fire('source');
      case 'deadlocks':
        this.deadlocks = message.deadlocks;
        return this.#fire('deadlocks');
      case 'trouble':
        this.trouble = message.sentence;
        return this.#fire('trouble');
      case 'select':
        this.#wanted = message.lock;
        return this.#selectWanted();
    }
  }

  showAll(): void {
    const range = this.extent();
    if (range !== null) this.look(range);
  }

  #isFreshTrace = false;

  /** What was seen before may be nothing to look at any more: after a reload, time has gone on. */
  #showSomething(): void {
    if (this.source?.is === 'trace') {
      if (this.#isFreshTrace) this.showAll();
      return;
    }
    const extent = this.extent();
    const { from, to } = this.#state.range;
    if (!this.#state.follow && extent !== null && (extent.to < from || extent.from > to)) this.follow(true);
  }

  #start({ source, now, mostSpans, folders, words }: Extract<ToPage, { is: 'start' }>): void {
    speak(words);
    nameWithin(folders);
    this.store = new SpanStore();
    this.locks = new Rows(this.store, 'lock');
    this.#processes = null;
    this.source = source;
    this.isLoaded = false;
    this.deadlocks = [];
    this.trouble = null;
    this.#ahead = now - Date.now();
    this.#mostSpans = mostSpans;
    const trace = source.is === 'trace' ? source.path : null;
    this.#isFreshTrace = trace !== null && this.#state.trace !== trace;
    this.#state = { ...this.#state, trace };
    this.#keep(this.#state);
    this.#fire('source');
  }

  #add({ locks, actors, columns }: SpansMessage): void {
    this.store.locks.push(...locks);
    this.store.actors.push(...actors);
    const processes = this.#processes;
    this.store.take(columns, {
      added: (slot) => {
        this.locks.added(slot);
        processes?.added(slot);
      },
      changed: (slot, before) => {
        this.locks.changed(slot, before);
        processes?.changed(slot, before);
      },
    });
    if (this.store.size > this.#mostSpans * slack) this.#trim();
    this.#selectWanted();
    this.#fire('spans');
  }

  #trim(): void {
    const gone = this.store.trim(this.#mostSpans);
    this.locks.forget(gone);
    this.#processes?.forget(gone);
  }

  /** Chooses what is newest of the lock that the host wants to be seen, as soon as there is anything of it. */
  #selectWanted(): void {
    if (this.#wanted === null) return;
    const row = this.locks.get(this.#wanted);
    if (row === undefined) return;
    this.#wanted = null;
    const last = row.lanes.flatMap((lane) => (lane.size === 0 ? [] : [lane.slotAt(lane.size - 1)]));
    const slot = last.toSorted((a, b) => this.store.fromOf(b) - this.store.fromOf(a))[0] ?? null;
    this.update({ tab: 'timeline', by: 'lock', filter: '', hidden: this.#state.hidden.filter((key) => key !== row.key) });
    this.select(slot);
  }

  #fire(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
