import { filterStatistics, sortStatistics, statisticsOf, type Durations, type LengthsAtLeast, type LockStatistics } from '../../src/contention/statistics.ts';
import { el, button, setAttributes } from '../shared/dom.ts';
import { barNear } from './neighbours.ts';
import type { Model } from './model.ts';
import { formatLength } from './names.ts';
import { say } from './say.ts';
import { lockLabel } from './span-words.ts';
import type { TableKey } from './view-state.ts';
import type { ContentionWord } from '../../src/protocol/contention-words.ts';

/** More rows than these are not shown: the filter narrows them. */
const mostShown = 200;

/** Counting waits until the user has let go for this long; of spans that come, it takes account this late at most, ms. */
const settleMs = 200;
const latestMs = 1000;

/** Counting makes way for a frame after this long, ms. */
const sliceMs = 8;

/** Pairs of blocker and waiter beyond these are left to the text. */
const mostPairs = 3;

interface Column {
  readonly key: TableKey;
  readonly word: ContentionWord;
  cell(of: LockStatistics): string;
}

const bound = (isAtLeast: boolean, figure: string): string => (isAtLeast ? `≥ ${figure}` : figure);
const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;

const lengthIn = (of: Durations, key: keyof Durations, bounds: LengthsAtLeast): string => (of.count === 0 ? '–' : bound(bounds[key], formatLength(of[key])));
const hold = (key: keyof Durations) => ({ holds, atLeast }: LockStatistics): string => lengthIn(holds, key, atLeast.holds);
const wait = (key: keyof Durations) => ({ waits, atLeast }: LockStatistics): string => lengthIn(waits, key, atLeast.waits);

function acquisitionsIn({ acquisitions, glimpsed, atLeast }: LockStatistics): string {
  const count = bound(atLeast.acquisitions, String(acquisitions));
  return glimpsed === 0 ? count : say('glimpsedToo', { count, glimpsed });
}

const columns: readonly Column[] = [
  { key: 'acquisitions', word: 'acquisitions', cell: acquisitionsIn },
  { key: 'holdP50', word: 'holdMedian', cell: hold('p50') },
  { key: 'holdP95', word: 'hold95', cell: hold('p95') },
  { key: 'holdMax', word: 'holdMax', cell: hold('max') },
  { key: 'utilisation', word: 'utilisation', cell: ({ utilisation, atLeast }) => bound(atLeast.utilisation, percent(utilisation)) },
  { key: 'contendedShare', word: 'contended', cell: ({ contendedShare, atLeast }) => bound(atLeast.contendedShare, percent(contendedShare)) },
  { key: 'waits', word: 'waits', cell: ({ waits, atLeast }) => bound(atLeast.waits.count, String(waits.count)) },
  { key: 'waitP50', word: 'waitMedian', cell: wait('p50') },
  { key: 'waitP95', word: 'wait95', cell: wait('p95') },
  { key: 'waitMax', word: 'waitMax', cell: wait('max') },
  { key: 'waitTotal', word: 'waitTotal', cell: wait('total') },
];

/** Who makes whom wait, the longest first. */
function whoWaits({ blocking, atLeast }: LockStatistics): readonly HTMLElement[] {
  if (blocking.length === 0) return [];
  const pairs = blocking.slice(0, mostPairs).map(({ blocker, waiter, count, totalMs }) => say('whoOnce', { blocker, waiter, count, length: bound(atLeast.blocking, formatLength(totalMs)) }));
  return [el('tr', { class: 'who' }, el('td', { colspan: columns.length + 1 }, el('span', {}, pairs.join('; '))))];
}

/** The statistics of each lock, for what the timeline shows. */
export class StatisticsTable {
  readonly element: HTMLElement;
  readonly #body = el('tbody');
  readonly #head = el('tr');
  readonly #caption = el('caption');
  readonly #model: Model;
  #counted: readonly LockStatistics[] = [];
  #timer = 0;
  #dueBy = Number.POSITIVE_INFINITY;
  #run = 0;

  constructor(model: Model) {
    this.#model = model;
    this.element = el('section', { class: 'statistics', tabindex: 0, role: 'region' }, el('table', {}, this.#caption, el('thead', {}, this.#head), this.#body));
  }

  /** The words may be in another language now. */
  relabel(): void {
    this.element.setAttribute('aria-label', say('statistics'));
    this.#caption.textContent = say('statistics');
    this.#head.replaceChildren(this.#header('lock', 'lock'), ...columns.map(({ key, word }) => this.#header(key, word)));
    this.#markSort();
  }

  /** Counts anew once what is seen has settled. @param why while the user moves about, nothing is counted */
  schedule(why: 'spans' | 'view'): void {
    const now = performance.now();
    this.#dueBy = why === 'view' ? Number.POSITIVE_INFINITY : Math.min(this.#dueBy, now + latestMs);
    if (why === 'view') this.#run += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#count(), Math.max(0, Math.min(settleMs, this.#dueBy - now)));
  }

  async #count(): Promise<void> {
    this.#dueBy = Number.POSITIVE_INFINITY;
    const range = this.#range();
    const run = ++this.#run;
    const counted: LockStatistics[] = [];
    let since = performance.now();
    for (const row of this.#model.locks.all) {
      counted.push(...statisticsOf(this.#model.spansIn(row, range), range));
      if (performance.now() - since < sliceMs) continue;
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      if (run !== this.#run) return;
      since = performance.now();
    }
    this.#counted = counted;
    this.render();
  }

  /** Shows what was counted last, sorted and filtered. */
  render(): void {
    const { state: { sort, filter }, store, locks } = this.#model;
    const all = this.#counted;
    const named = new Map(store.locks.map((lock) => [lock.path, lock]));
    const hidden = new Set(this.#model.state.by === 'lock' ? this.#model.state.hidden : []);
    const shown = sortStatistics(filterStatistics(all, filter, (path) => named.get(path)), sort.key, sort.direction).filter(({ lock }) => !hidden.has(lock));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['lock'] : undefined;
    this.#body.replaceChildren(...shown.slice(0, mostShown).flatMap((of) => this.#rows(of, named.get(of.lock)?.resource ?? of.lock, locks.get(of.lock) !== undefined)));
    if (shown.length === 0) this.#body.replaceChildren(el('tr', {}, el('td', { colspan: columns.length + 1, class: 'hint' }, say('statisticsNone'))));
    if (focused !== undefined) for (const one of this.#body.querySelectorAll('button')) if (one.dataset['lock'] === focused) one.focus();
    this.#markSort();
  }

  /** Beyond now there is nothing to count, and of a trace nothing beyond its end. */
  #range(): { readonly from: number; readonly to: number } {
    const { range } = this.#model;
    const to = Math.min(range.to, this.#model.now());
    return to > range.from ? { from: range.from, to } : range;
  }

  #rows(of: LockStatistics, resource: string, isKnown: boolean): readonly HTMLElement[] {
    const name = isKnown ? button(lockLabel(resource), () => this.#show(of.lock), { 'data-lock': of.lock, title: resource, class: 'link' }) : lockLabel(resource);
    const cells = columns.map((column) => el('td', { title: column.key === 'acquisitions' && of.glimpsed > 0 ? say('glimpsedHelp') : undefined }, column.cell(of)));
    return [el('tr', {}, el('th', { scope: 'row' }, name), ...cells), ...whoWaits(of)];
  }

  #show(lock: string): void {
    const row = this.#model.locks.get(lock);
    if (row === undefined) return;
    const slot = barNear(row, this.#model.store, this.#model.range.to);
    this.#model.update({ tab: 'timeline' });
    if (slot !== null) this.#model.select(slot);
  }

  #header(key: TableKey, word: ContentionWord): HTMLElement {
    const label = say(word);
    return el('th', { scope: 'col', 'data-key': key }, button(label, () => this.#sortBy(key)));
  }

  #sortBy(key: TableKey): void {
    const { sort } = this.#model.state;
    const first = key === 'lock' ? 'ascending' : 'descending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    this.#model.update({ sort: { key, direction: sort.key === key && sort.direction === first ? other : first } });
    this.render();
  }

  #markSort(): void {
    const { key, direction } = this.#model.state.sort;
    for (const header of this.#head.querySelectorAll('th')) setAttributes(header, { 'aria-sort': header.dataset['key'] === key ? direction : undefined });
  }
}
