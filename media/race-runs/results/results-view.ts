import { BreachView } from '../breach/breach-view.ts';
import { ChartsView } from '../charts/charts-view.ts';
import { el } from '../../shared/dom.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { comparedElement } from './compare-view.ts';
import { machineElement } from './machine-words.ts';
import { ResultsBar } from './results-bar.ts';
import { rowsOf } from './rows.ts';
import { TableView } from './table-view.ts';

/** The results: table, charts, what went wrong, and on what it was measured. */
export class ResultsView {
  readonly element = el('section', { class: 'results', 'aria-labelledby': 'results-title' });
  readonly #store: Store;
  readonly #bar: ResultsBar;
  readonly #table: TableView;
  readonly #charts: ChartsView;
  readonly #breaches: BreachView;
  readonly #compared = el('div', {});
  readonly #machine = el('div', {});
  readonly #hint = el('p', { class: 'hint' });

  constructor(store: Store) {
    this.#store = store;
    this.#bar = new ResultsBar(store);
    this.#table = new TableView(store);
    this.#charts = new ChartsView(store);
    this.#breaches = new BreachView(store);
    this.#charts.followPointer(this.#table.element);
    this.element.append(this.#bar.element, this.#hint, this.#table.element, this.#compared, this.#charts.element, this.#breaches.element, this.#machine);
  }

  render(): void {
    const { comparison, shown, results, otherResults, catalog } = this.#store;
    this.element.hidden = comparison === null && shown === null;
    if (this.element.hidden) return;
    this.#bar.render();
    const rows = rowsOf(results ?? [], catalog);
    this.#hint.hidden = rows.length > 0;
    this.#hint.textContent = say(results === null ? 'loadingResults' : 'nothingDone');
    this.#table.element.hidden = rows.length === 0;
    const titles = [...new Set(rows.map(({ result }) => catalog?.scenarios.find(({ name }) => name === result.scenario)?.title ?? result.scenario))];
    this.#table.render(rows, say('tableOf', { scenario: titles.join(', ') }));
    this.#compared.replaceChildren(...(otherResults === null || results === null ? [] : [comparedElement(results, otherResults, catalog)]));
    this.#charts.render(rows);
    this.#breaches.render(rows);
    const machine = machineElement(results ?? []);
    this.#machine.replaceChildren(...(machine === null ? [] : [machine]));
  }
}
