import { button, el } from '../shared/dom.ts';
import { FormView } from './form/form-view.ts';
import { ResultsView } from './results/results-view.ts';
import { strategyIn } from './results/rows.ts';
import { promiseWords, runName } from './runs/run-words.ts';
import { RunsView } from './runs/runs-view.ts';
import { measured, say } from './say.ts';
import type { Change, Store } from './store.ts';
import { Welcome } from './welcome.ts';

/** All parts of the page, and which of them a change concerns. */
export class Page {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #form: FormView;
  readonly #runs: RunsView;
  readonly #results: ResultsView;
  readonly #welcome: Welcome;
  readonly #trouble = el('div', { class: 'notice', role: 'alert', hidden: true });
  readonly #outcome: HTMLElement;
  /** Where its reader was, until the results are there again. */
  #wasAt: number | null;
  readonly #spoken = el('p', { class: 'spoken', role: 'status', 'aria-live': 'polite' });

  constructor(store: Store) {
    this.#store = store;
    this.#form = new FormView(store);
    this.#runs = new RunsView(store);
    this.#results = new ResultsView(store);
    this.#welcome = new Welcome(store);
    this.#wasAt = store.scroll;
    this.#outcome = el('div', { class: 'outcome' }, this.#trouble, this.#runs.element, this.#welcome.element, this.#results.element);
    this.element = el('main', {}, this.#form.element, this.#outcome, this.#spoken);
    // One of the two scrolls, by how wide the page is; their scrolling does not bubble.
    this.element.addEventListener('scroll', ({ target }) => this.#noteScroll(target), { capture: true, passive: true });
    store.onChange((change) => this.#render(change));
    this.#renderAll();
  }

  #render(change: Change): void {
    switch (change.is) {
      case 'page': return this.#renderAll();
      case 'catalog': {
        this.#form.render();
        return this.#welcome.render();
      }
      case 'form': return this.#form.update();
      case 'runs': {
        this.#form.update();
        this.#runs.render();
        this.#announceEnd();
        return this.#welcome.render();
      }
      case 'run': {
        this.#announce(change.at);
        return this.#runs.renderRun(change.at);
      }
      case 'shown': {
        this.#runs.render();
        this.#welcome.render();
        this.#results.render();
        return this.#scrollBack();
      }
      case 'view': return this.#results.render();
      case 'trouble': {
        if (this.#store.catalog === null) this.#form.render();
        return this.#renderTrouble();
      }
    }
  }

  #noteScroll(target: EventTarget | null): void {
    if (this.#wasAt === null && (target === this.element || target === this.#outcome)) this.#store.scrolledTo(Math.max(this.element.scrollTop, this.#outcome.scrollTop));
  }

  /** Once there is something to be seen again, its reader is where they were. */
  #scrollBack(): void {
    const { results, catalog } = this.#store;
    if (this.#wasAt === null || catalog === null || results === null || results.length === 0) return;
    for (const each of [this.element, this.#outcome]) each.scrollTop = this.#wasAt;
    this.#wasAt = null;
  }

  #renderAll(): void {
    this.#form.render();
    this.#runs.render();
    this.#results.render();
    this.#welcome.render();
    this.#renderTrouble();
  }

  #renderTrouble(): void {
    const { trouble } = this.#store;
    this.#trouble.hidden = trouble === null;
    this.#trouble.replaceChildren(...(trouble === null ? [] : [el('p', {}, el('strong', {}, say('trouble')), ' ', trouble), button(say('dismiss'), () => this.#store.dismissTrouble())]));
  }

  /** Says what a run has come to. */
  #announce(at: number): void {
    const { comparison, catalog } = this.#store;
    const standing = comparison?.runs[at]?.standing;
    if (standing?.is !== 'done') return;
    const { result } = standing;
    const strategy = strategyIn(catalog, result.scenario, result.strategy);
    this.#spoken.textContent = say('spokenDone', { run: runName(strategy?.title ?? result.strategy, result.actors), verdict: promiseWords(result, strategy), throughput: measured(result.throughput) });
  }

  #announceEnd(): void {
    const { comparison } = this.#store;
    if (comparison !== null && !comparison.isRunning) this.#spoken.textContent = say('spokenOver');
  }
}
