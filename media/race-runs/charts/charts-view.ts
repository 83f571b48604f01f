import { el, setAttributes } from '../../shared/dom.ts';
import type { Row } from '../results/columns.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { lineChart } from './line-chart.ts';
import { rowChart, rowsOfSeries, type ChartRow } from './row-chart.ts';
import { actorsOf, chartKinds, quantiles, seriesOf, valueOf, type ChartKind, type Quantile } from './series.ts';

const titles = { throughput: 'chartThroughput', latency: 'chartLatency', fairness: 'chartFairness', cpu: 'chartCpu' } as const;
const units = { throughput: 'unitThroughput', latency: 'unitMs', fairness: 'unitFairness', cpu: 'unitMs' } as const;

/** Narrower than this, a chart says nothing, pixels. */
const leastWidth = 260;

/** The charts of the results. They are drawn anew when the page gets wider or narrower. */
export class ChartsView {
  readonly element = el('section', { class: 'charts', 'aria-labelledby': 'charts-title' });
  readonly #store: Store;
  readonly #grid = el('div', { class: 'chart-grid' });
  readonly #title = el('h3', { id: 'charts-title', class: 'spoken' });
  readonly #hollow = el('p', { class: 'help' });
  #rows: readonly Row[] = [];
  #width = 0;

  constructor(store: Store) {
    this.#store = store;
    this.element.append(this.#title, this.#grid, this.#hollow);
    this.followPointer(this.#grid);
    new ResizeObserver(() => this.#resized()).observe(this.#grid);
  }

  render(rows: readonly Row[]): void {
    this.#rows = rows;
    this.element.hidden = rows.length === 0;
    this.#title.textContent = say('charts');
    this.#hollow.textContent = say('hollow');
    this.#hollow.hidden = rows.every(({ result }) => result.kept);
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.id : '';
    this.#grid.replaceChildren(...(rows.length === 0 ? [] : chartKinds.map((kind) => this.#figure(kind))));
    if (focused !== '') document.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus();
  }

  /** The strategy that is under the pointer there stands out in every chart. */
  followPointer(element: HTMLElement): void {
    element.addEventListener('pointerover', ({ target }) => this.#standOut(target));
    element.addEventListener('pointerleave', () => this.#standOut(null));
  }

  /** Draws each again where the width has changed. */
  #resized(): void {
    const { clientWidth } = this.#grid;
    if (clientWidth === this.#width || clientWidth === 0) return;
    this.#width = clientWidth;
    this.render(this.#rows);
  }

  #figure(kind: ChartKind): HTMLElement {
    const actors = actorsOf(this.#rows);
    const isLines = actors.length > 1;
    const { element, isLog } = isLines ? this.#lines(kind, actors) : this.#bars(kind);
    const by = isLines ? say('byActors') : actors[0] === 1 ? say('withOneActor') : say('withActors', { actors: actors[0] ?? 0 });
    const unit = [say(units[kind]), ...(isLog ? [say('logScale')] : [])].join(', ');
    setAttributes(element, { 'aria-label': say('chartSays', { title: say(titles[kind]), unit, by }) });
    return el('figure', { class: 'chart', 'data-chart': kind }, el('figcaption', {}, el('h4', {}, say(titles[kind])), el('span', { class: 'unit' }, `${unit}, ${by}`), kind === 'latency' && isLines ? this.#choice() : null), element);
  }

  #lines(kind: ChartKind, actors: readonly number[]): { readonly element: SVGSVGElement; readonly isLog: boolean } {
    const series = seriesOf(this.#rows, (result) => valueOf(kind, this.#store.quantile, result));
    return lineChart({ series, actors, unit: say(units[kind]), most: mostOf(kind), width: this.#chartWidth() });
  }

  #bars(kind: ChartKind): { readonly element: SVGSVGElement; readonly isLog: boolean } {
    const rows = kind === 'latency' ? latencyRows(this.#rows) : rowsOfSeries(seriesOf(this.#rows, (result) => valueOf(kind, 'p99', result)), '');
    return rowChart({ rows, unit: say(units[kind]), most: mostOf(kind), width: this.#chartWidth() });
  }

  /** Of one chart: two stand beside each other where there is room. */
  #chartWidth(): number {
    const whole = this.#grid.clientWidth;
    const columns = whole >= 780 ? 2 : 1;
    return Math.max((whole - (columns - 1) * 24) / columns, leastWidth);
  }

  #choice(): HTMLElement {
    const select = el('select', { id: 'quantile', 'aria-label': say('whichLatency'), title: say('whichLatency') }, ...quantiles.map((name) => el('option', { value: name }, say(name))));
    select.value = this.#store.quantile;
    select.addEventListener('change', () => this.#store.showQuantile(quantiles.find((name) => name === select.value) ?? 'p99'));
    return select;
  }

  #standOut(target: EventTarget | null): void {
    const series = target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-series]')?.dataset['series'] : undefined;
    for (const each of this.#grid.querySelectorAll<SVGElement>('.series')) each.classList.toggle('is-dimmed', series !== undefined && each.dataset['series'] !== series);
  }
}

/** The fairness is compared with what it could be, the others with each other. */
function mostOf(kind: ChartKind): number | null {
  return kind === 'fairness' ? 1 : null;
}

function latencyRows(rows: readonly Row[]): readonly ChartRow[] {
  const value = (quantile: Quantile) => (row: Row): number | null => valueOf('latency', quantile, row.result);
  return rows.flatMap((row) => {
    const values = quantiles.flatMap((quantile) => {
      const known = value(quantile)(row);
      return known === null ? [] : [{ name: say(quantile), value: known }];
    });
    return values.length === 0 ? [] : [{ place: row.series, title: row.title, isKept: row.result.kept, values }];
  });
}
