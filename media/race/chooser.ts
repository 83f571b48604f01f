import type { CatalogScenario } from '../../src/race/lab.ts';
import { button, el, setAttributes } from '../shared/dom.ts';
import { placeLink } from './place-link.ts';
import { say } from './say.ts';
import type { Store } from './store.ts';

/** The scenarios by topic, in the order in which they came. */
export function byTopic(scenarios: readonly CatalogScenario[]): ReadonlyMap<string, readonly CatalogScenario[]> {
  return Map.groupBy(scenarios, ({ topic }) => topic);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The line on top: which scenario is shown, and how. */
export class Toolbar {
  readonly element = el('header', { class: 'toolbar' });
  readonly #store: Store;
  readonly #select = el('select', { class: 'scenario' });
  readonly #measure: HTMLButtonElement;
  readonly #compare: HTMLButtonElement;
  readonly #arrows: HTMLButtonElement;

  constructor(store: Store) {
    this.#store = store;
    this.#select.addEventListener('change', () => {
      const chosen = store.scenarios[Number(this.#select.value)];
      if (chosen === undefined) store.leave();
      else store.chooseScenario(chosen);
    });
    this.#measure = button('', () => store.measure(), { 'data-action': 'measure' });
    this.#compare = button('', () => store.compare(store.sides.length < 2), { 'data-action': 'compare' });
    this.#arrows = button('', () => store.showArrows(!store.showsArrows), { 'data-action': 'arrows' });
    this.element.append(this.#select, el('span', { class: 'space' }), this.#measure, this.#compare, this.#arrows);
  }

  renderCatalog(): void {
    const { scenarios } = this.#store;
    const groups = [...byTopic(scenarios)].map(([topic, members]) => el('optgroup', { label: capitalized(topic) }, ...members.map((scenario) => el('option', { value: scenarios.indexOf(scenario) }, scenario.title))));
    this.#select.replaceChildren(el('option', { value: '' }, say('allScenarios')), ...groups);
    this.render();
  }

  render(): void {
    const { scenario, scenarios, sides, showsArrows } = this.#store;
    this.element.hidden = scenario === null;
    setAttributes(this.#select, { 'aria-label': say('scenario'), title: say('scenario') });
    this.#select.value = scenario === null ? '' : String(scenarios.findIndex(({ file, name }) => file === scenario.file && name === scenario.name));
    this.#measure.textContent = say('measure');
    setAttributes(this.#measure, { title: say('measureHelp') });
    this.#measure.hidden = !this.#store.isMeasured;
    this.#compare.textContent = say('compare');
    setAttributes(this.#compare, { 'aria-pressed': sides.length > 1 ? 'true' : 'false', title: say('compareHelp') });
    this.#compare.hidden = (scenario?.variants.length ?? 0) < 2;
    this.#arrows.textContent = say('happensBefore');
    setAttributes(this.#arrows, { 'aria-pressed': showsArrows ? 'true' : 'false', title: say('happensBeforeHelp') });
  }
}

/** What is there to be chosen, while nothing is. */
export class Gallery {
  readonly element = el('div', { class: 'gallery' });
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  render(): void {
    const { scenario, scenarios, isLoaded, trouble } = this.#store;
    this.element.hidden = scenario !== null;
    if (scenario !== null) return;
    this.element.replaceChildren(el('h1', {}, say('raceLab')), el('p', { class: 'welcome' }, say('welcome')), ...this.#trouble(), ...(isLoaded ? this.#topics(scenarios) : [el('p', { class: 'hint' }, say('loading'))]), ...(isLoaded && scenarios.length === 0 && trouble === null ? [el('p', { class: 'hint' }, say('noScenarios'))] : []));
  }

  #trouble(): readonly HTMLElement[] {
    const { trouble } = this.#store;
    if (trouble === null) return [];
    const { place } = trouble;
    return [el('div', { class: 'notice', role: 'alert' }, el('p', {}, el('strong', {}, say('error')), ' ', trouble.message), place === null ? null : placeLink(place, (each) => this.#store.post({ is: 'open-place', place: each })))];
  }

  #topics(scenarios: readonly CatalogScenario[]): readonly HTMLElement[] {
    const sections = [...byTopic(scenarios)].map(([topic, members]) => el('section', {}, el('h2', {}, capitalized(topic)), el('ul', {}, ...members.map((scenario) => this.#card(scenario)))));
    return [el('div', { class: 'topics' }, ...sections)];
  }

  #card(scenario: CatalogScenario): HTMLElement {
    const element = button('', () => this.#store.chooseScenario(scenario), { class: 'card', 'data-scenario': scenario.name });
    element.append(el('span', { class: 'title' }, scenario.title), el('span', { class: 'promise-text' }, scenario.promise));
    return el('li', {}, element);
  }
}
