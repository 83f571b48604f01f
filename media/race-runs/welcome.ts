import { mostRuns } from '../../src/protocol/race-runs-to-host.ts';
import { button, el } from '../shared/dom.ts';
import { firstChoice, firstForm } from './form/form.ts';
import { planOf } from './form/plan.ts';
import { plannedWords } from './form/words.ts';
import { earlierWords } from './results/earlier-words.ts';
import { say } from './say.ts';
import type { Store } from './store.ts';

/** What the page is for, as long as there is nothing to be seen on it. */
export class Welcome {
  readonly element = el('section', { class: 'welcome', 'aria-labelledby': 'welcome-title' });
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  render(): void {
    const { comparison, shown, catalog } = this.#store;
    this.element.hidden = comparison !== null || shown !== null;
    if (this.element.hidden) return;
    const counter = catalog?.scenarios.find(({ name }) => name === firstChoice.scenario);
    const plan = counter === undefined ? null : planOf(firstForm, counter, mostRuns);
    const help = plan?.is === 'plan' ? plannedWords(plan.runs) : '';
    const offer = help === '' ? [] : [el('p', { class: 'offer' }, button(say('measureCounter'), () => this.#store.measureFirst(), { class: 'primary', 'data-action': 'measure-first' }), ' ', el('span', { class: 'hint' }, say('measureCounterHelp', { runs: help })))];
    this.element.replaceChildren(el('h1', { id: 'welcome-title' }, say('measuredRuns')), el('p', {}, say('welcome')), el('p', { class: 'hint' }, say('welcomeWhere')), ...offer, ...this.#earlier());
  }

  #earlier(): readonly HTMLElement[] {
    const { earlier, catalog } = this.#store;
    if (earlier.length === 0) return [];
    const items = earlier.map((each) => el('li', {}, button(earlierWords(each, catalog), () => this.#store.show(each.id), { class: 'link', 'data-earlier': each.id })));
    return [el('h2', {}, say('earlierResults')), el('ul', {}, ...items)];
  }
}
