import type { CatalogStrategy } from '../../../src/race/real/catalog.ts';
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
    this.element.replaceChildren(el('legend', {}, say('strategies')), this.#choice(strategies), el('ul', {}, ...strategies.map((strategy) => this.#item(strategy))));
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
    const isMissing = strategies.some(({ availability }) => availability.is === 'missing');
    const link = (label: string, title: string, key: string, run: () => void): HTMLElement => button(label, run, { class: 'link', title, 'data-key': key });
    return el(
      'div',
      { class: 'choose' },
      link(say('all'), say('allHelp'), '*all', () => this.#store.chooseAll(strategies.map(({ name }) => name))),
      link(say('none'), say('noneHelp'), '*none', () => this.#store.chooseAll([])),
      isMissing ? link(say('lookAgain'), say('lookAgainHelp'), '*look', () => this.#store.post({ is: 'catalog' })) : null,
      isMissing ? link(say('openSettings'), say('openSettings'), '*settings', () => this.#store.post({ is: 'settings' })) : null,
    );
  }

  #item(strategy: CatalogStrategy): HTMLElement {
    const { name, title, summary, availability, model } = strategy;
    const isHere = availability.is === 'here';
    const box = el('input', { type: 'checkbox', disabled: !isHere, 'data-strategy': name, 'data-key': name, 'aria-describedby': `about-${name}` });
    box.addEventListener('change', () => this.#store.choose(name, box.checked));
    if (isHere) this.#boxes.set(name, box);
    const label = el('label', {}, box, el('span', { class: 'title' }, title));
    const about = el('div', { class: 'about', id: `about-${name}` }, el('p', {}, summary), ...(availability.is === 'missing' ? [el('p', { class: 'missing' }, say('missing', { what: availability.what })), el('p', { class: 'missing-how' }, availability.how)] : []));
    const see = model === null ? null : button(say('seeInModel'), () => this.#store.post({ is: 'show-model', model, schedule: null }), { class: 'link see', title: say('seeInModelHelp', { variant: `${model.scenario}/${model.variant}` }), 'data-key': `*see-${name}` });
    return el('li', { class: isHere ? 'strategy' : 'strategy is-missing' }, el('div', { class: 'head' }, label, ...this.#badges(strategy)), about, see);
  }

  #badges({ claims, actorsAre }: CatalogStrategy): readonly HTMLElement[] {
    const badge = (text: string, kind: string): HTMLElement => el('span', { class: `badge ${kind}` }, text);
    return [...(actorsAre === 'threads' ? [badge(say('threads'), 'is-threads')] : []), badge(say(claims === 'kept' ? 'claimsKept' : 'claimsBroken'), claims === 'kept' ? 'is-kept' : 'is-broken')];
  }
}
