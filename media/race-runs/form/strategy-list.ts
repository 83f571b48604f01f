import type { CatalogStrategy } from '../../../src/race/real/catalog.ts';
import type { RunsWord } from '../../../src/protocol/race-runs-words.ts';
import { button, el } from '../../shared/dom.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { chosenOf } from './form.ts';

/** The strategies of the scenario, to be chosen; those that cannot run here say what they lack. */
export class StrategyList {
  readonly element = el('fieldset', { class: 'strategies' });
  readonly #store: Store;
  readonly #boxes = new Map<string, HTMLInputElement>();

  constructor(store: Store) {
    this.#store = store;
  }

  render(): void {
    const { scenario } = this.#store;
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset['key'] : undefined;
    this.#boxes.clear();
    const strategies = scenario?.strategies ?? [];
    const [here, absent] = [true, false].map((isHere) => strategies.filter(({ availability }) => (availability.is === 'here') === isHere));
    this.element.replaceChildren(el('legend', {}, say('strategies')), this.#choice(here ?? []), this.#list(here ?? []), ...this.#absent(absent ?? []));
    this.update();
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  /** Ticks those that are chosen. */
  update(): void {
    const { scenario, form } = this.#store;
    const chosen = scenario === null ? [] : chosenOf(form, scenario).map(({ name }) => name);
    for (const [name, box] of this.#boxes) box.checked = chosen.includes(name);
  }

  #choice(strategies: readonly CatalogStrategy[]): HTMLElement {
    return el('div', { class: 'choose' }, link('all', 'allHelp', () => this.#store.chooseAll(strategies.map(({ name }) => name))), link('none', 'noneHelp', () => this.#store.chooseAll([])));
  }

  #list(strategies: readonly CatalogStrategy[]): HTMLElement {
    return el('ul', {}, ...strategies.map((strategy) => this.#item(strategy)));
  }

  /** Those that cannot run here, below the others. */
  #absent(strategies: readonly CatalogStrategy[]): readonly HTMLElement[] {
    if (strategies.length === 0) return [];
    const ways = [link('lookAgain', 'lookAgainHelp', () => this.#store.lookAgain()), link('openSettings', 'openSettingsHelp', () => this.#store.post({ is: 'settings' }))];
    return [el('div', { class: 'absent' }, el('h3', {}, say('absent')), ...ways), this.#list(strategies)];
  }

  #item(strategy: CatalogStrategy): HTMLElement {
    const { name, title, summary, availability, model } = strategy;
    const isHere = availability.is === 'here';
    const box = el('input', { type: 'checkbox', disabled: !isHere, 'data-strategy': name, 'data-key': name, 'aria-describedby': `about-${name}` });
    box.addEventListener('change', () => this.#store.choose(name, box.checked));
    if (isHere) this.#boxes.set(name, box);
    const label = el('label', {}, box, el('span', { class: 'title' }, title));
    const see = model === null ? null : button(say('seeInModel'), () => this.#store.post({ is: 'show-model', model, order: null }), { class: 'link see', title: say('seeInModelHelp', { variant: `${model.scenario}/${model.variant}` }), 'data-key': `*see-${name}` });
    const lacks = availability.is === 'here' ? [] : [el('p', { class: 'missing' }, say('missing', { what: availability.what })), el('p', { class: 'missing-how' }, availability.how)];
    const about = el('div', { class: 'about' }, el('p', {}, el('span', { id: `about-${name}` }, summary), ' ', see), ...lacks);
    return el('li', { class: isHere ? 'strategy' : 'strategy is-missing' }, el('div', { class: 'head' }, label, ...this.#badges(strategy)), about);
  }

  #badges({ claims, actorsAre }: CatalogStrategy): readonly HTMLElement[] {
    const badge = (text: string, kind: string): HTMLElement => el('span', { class: `badge ${kind}` }, text);
    return [...(actorsAre === 'threads' ? [badge(say('threads'), 'is-threads')] : []), badge(say(claims === 'kept' ? 'claimsKept' : 'claimsBroken'), claims === 'kept' ? 'is-kept' : 'is-broken')];
  }
}

function link(word: RunsWord, help: RunsWord, run: () => void): HTMLElement {
  return button(say(word), run, { class: 'link', title: say(help), 'data-key': `*${word}` });
}
