import { button, el, setAttributes } from '../../shared/dom.ts';
import { markOf } from '../charts/marks.ts';
import { markPicture } from '../charts/draw.ts';
import { icon } from '../icons.ts';
import { claimWords } from '../runs/run-words.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { columnsFor, latencyKeys, nextSorting, sorted, type Column, type Row } from './columns.ts';

/** The table of results: everything that the charts show, and more. */
export class TableView {
  readonly element = el('div', { class: 'table-frame', tabindex: 0, role: 'region' });
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  render(rows: readonly Row[], caption: string): void {
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset['column'] : undefined;
    const columns = columnsFor(rows);
    setAttributes(this.element, { 'aria-label': caption });
    this.element.replaceChildren(el('table', { class: 'results-table' }, el('caption', { class: 'spoken' }, caption), this.#head(columns), el('tbody', {}, ...sorted(rows, this.#store.sorting).map((row) => bodyRow(row, columns)))));
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-column="${focused}"]`)?.focus();
  }

  /** Two lines: what belongs to the latency has a heading of its own. */
  #head(columns: readonly Column[]): HTMLElement {
    const isLatency = ({ key }: Column): boolean => latencyKeys.includes(key);
    const first = columns.flatMap((column): HTMLElement[] => {
      if (!isLatency(column)) return [this.#heading(column, 2)];
      return column.key === latencyKeys[0] ? [el('th', { class: 'group', colspan: latencyKeys.length, scope: 'colgroup', title: say('latencyHelp') }, say('latency'))] : [];
    });
    return el('thead', {}, el('tr', {}, ...first), el('tr', {}, ...columns.filter(isLatency).map((column) => this.#heading(column, 1))));
  }

  #heading(column: Column, rowspan: number): HTMLElement {
    const { key, head, help, isText } = column;
    const { sorting } = this.#store;
    const isSorted = sorting?.key === key;
    const sort = button(say(head), () => this.#store.sort(nextSorting(this.#store.sorting, key)), { class: 'sort', title: help === undefined ? say('sortBy', { column: say(head) }) : say(help), 'data-column': key });
    if (isSorted) sort.append(icon(sorting.isDescending ? 'down' : 'up'));
    return el('th', { class: classOf(column), scope: 'col', rowspan, 'aria-sort': isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : isText === true && key === 'claim' ? undefined : 'none' }, sort);
  }
}

function classOf({ key, isText }: Column): string {
  return `${isText === true ? 'is-text' : 'is-number'} column-${key}`;
}

function bodyRow(row: Row, columns: readonly Column[]): HTMLElement {
  const { result, series } = row;
  return el('tr', { class: `${result.kept ? 'is-kept' : 'is-broken'}${result.asClaimed ? '' : ' is-surprise'}`, 'data-series': series, 'data-run': `${result.strategy}/${result.actors}` }, ...columns.map((column) => bodyCell(row, column)));
}

function bodyCell(row: Row, column: Column): HTMLElement {
  const text = column.text(row);
  switch (column.key) {
    case 'strategy': return el('th', { scope: 'row', class: classOf(column) }, el('span', { class: 'strategy-name' }, markPicture(markOf(row.series)), el('span', {}, text)));
    case 'promise': return el('td', { class: classOf(column) }, el('span', { class: 'verdict' }, icon(row.result.kept ? 'kept' : 'broken'), el('span', {}, text), claimNote(row)));
    default: return el('td', { class: `${classOf(column)}${text === '0' ? ' is-zero' : ''}` }, text);
  }
}

function claimNote({ result, strategy }: Row): HTMLElement | null {
  const words = claimWords(result, strategy);
  return words === null ? null : el('span', { class: 'claim-note' }, words);
}
