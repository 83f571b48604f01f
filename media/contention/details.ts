import { blockersOf } from './blockers.ts';
import { button, el } from '../shared/dom.ts';
import { host } from './host.ts';
import type { Model } from './model.ts';
import { say } from './say.ts';
import { copyOf, factsOf, sayBar, sentenceOf } from './span-words.ts';
import { isWait } from '../../src/protocol/span-columns.ts';

/** What can be done about a bar's row. */
export interface RowActions {
  readonly toggle: (key: string) => void;
  readonly hide: (key: string) => void;
}

/** The bar that is chosen, in words, and what can be done about it. */
export class Details {
  readonly element = el('section', { class: 'details' });
  /** What a screen reader says when another bar is chosen. */
  readonly spoken = el('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  readonly #model: Model;
  readonly #rows: RowActions;
  #shown = '';
  /** All but the facts, which grow: what is the same stays, with the focus on it. */
  #frame = '';
  #said: number | null = null;

  constructor(model: Model, rows: RowActions) {
    this.#model = model;
    this.#rows = rows;
  }

  /** Brings it up to date; what has not changed is left alone, so that the focus stays where it is. */
  render(): void {
    const { selected } = this.#model;
    const facts = selected === null ? [] : factsOf(selected, this.#model);
    const shown = selected === null ? '' : JSON.stringify([selected, sentenceOf(selected, this.#model), facts]);
    const frame = selected === null ? '' : JSON.stringify([selected, sentenceOf(selected, this.#model), this.#isCollapsed(), this.#canGo(selected)]);
    if (shown === this.#shown && frame === this.#frame && this.element.childElementCount > 0) return;
    this.#shown = shown;
    if (selected === null) this.element.replaceChildren(el('p', { class: 'hint' }, say('nothingChosen')));
    else if (frame === this.#frame) this.element.querySelector('dl')?.replaceWith(this.#facts(selected));
    else this.#replace(selected);
    this.#frame = frame;
    if (selected !== this.#said) this.spoken.textContent = selected === null ? '' : sayBar(selected, this.#model);
    this.#said = selected;
  }

  /** Chooses the hold that keeps the chosen wait waiting. */
  goToBlocker(): void {
    const { selected, store, locks } = this.#model;
    const [blocker] = selected === null || !isWait(store.flagsOf(selected)) ? [] : blockersOf(selected, store, locks);
    if (blocker !== undefined) this.#model.select(blocker);
  }

  /** The focus stays on the button that was used. */
  #replace(slot: number): void {
    const focused = [...this.element.querySelectorAll('button')].findIndex((one) => one === document.activeElement);
    this.element.replaceChildren(el('h2', {}, sentenceOf(slot, this.#model)), this.#buttons(slot), this.#facts(slot));
    if (focused >= 0) this.element.querySelectorAll('button')[focused]?.focus();
  }

  #facts(slot: number): HTMLElement {
    return el('dl', {}, ...factsOf(slot, this.#model).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  }

  #buttons(slot: number): HTMLElement {
    const { store, source } = this.#model;
    const row = this.#model.selectedRow()?.key;
    const { lock } = store.span(slot);
    const isHere = source?.is === 'live';
    return el(
      'div',
      { class: 'buttons' },
      this.#canGo(slot) ? button(say('goToBlocker'), () => this.goToBlocker(), { class: 'primary' }) : null,
      isHere ? button(say('explain'), () => host.postMessage({ is: 'explain', lock })) : null,
      button(say('copy'), () => host.postMessage({ is: 'copy', text: copyOf(slot, this.#model) })),
      row === undefined ? null : button(say(this.#isCollapsed() ? 'expand' : 'collapse'), () => this.#rows.toggle(row)),
      row === undefined ? null : button(say('hide'), () => this.#rows.hide(row)),
    );
  }

  #canGo(slot: number): boolean {
    const { store, locks } = this.#model;
    return isWait(store.flagsOf(slot)) && blockersOf(slot, store, locks).length > 0;
  }

  #isCollapsed(): boolean {
    return this.#model.state.collapsed.includes(this.#model.selectedRow()?.key ?? '');
  }
}
