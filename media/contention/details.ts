import { blockersOf } from './blockers.ts';
import { button, el } from './dom.ts';
import { host } from './host.ts';
import type { Model } from './model.ts';
import { say } from './say.ts';
import { copyOf, factsOf, sayBar, sentenceOf } from './span-words.ts';
import { isWait } from '../../src/protocol/span-columns.ts';

/** The bar that is chosen, in words, and what can be done about it. */
export class Details {
  readonly element = el('section', { class: 'details' });
  /** What a screen reader says when another bar is chosen. */
  readonly spoken = el('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  readonly #model: Model;
  #shown = '';
  #said: number | null = null;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Brings it up to date; what has not changed is left alone, so that the focus stays where it is. */
  render(): void {
    const { selected } = this.#model;
    const facts = selected === null ? [] : factsOf(selected, this.#model);
    const shown = selected === null ? '' : JSON.stringify([selected, sentenceOf(selected, this.#model), facts]);
    if (shown === this.#shown && this.element.childElementCount > 0) return;
    this.#shown = shown;
    if (selected === null) this.element.replaceChildren(el('p', { class: 'hint' }, say('nothingChosen')));
    else if (this.#said === selected && this.element.childElementCount > 1) this.element.querySelector('dl')?.replaceWith(this.#facts(selected));
    else this.element.replaceChildren(el('h2', {}, sentenceOf(selected, this.#model)), this.#facts(selected), this.#buttons(selected));
    if (selected !== this.#said) this.spoken.textContent = selected === null ? '' : sayBar(selected, this.#model);
    this.#said = selected;
  }

  /** Chooses the hold that keeps the chosen wait waiting. */
  goToBlocker(): void {
    const { selected, store, locks } = this.#model;
    const [blocker] = selected === null || !isWait(store.flagsOf(selected)) ? [] : blockersOf(selected, store, locks);
    if (blocker !== undefined) this.#model.select(blocker);
  }

  #facts(slot: number): HTMLElement {
    return el('dl', {}, ...factsOf(slot, this.#model).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  }

  #buttons(slot: number): HTMLElement {
    const { store, locks, source } = this.#model;
    const { lock } = store.span(slot);
    const blockers = isWait(store.flagsOf(slot)) ? blockersOf(slot, store, locks) : [];
    const isHere = source?.is === 'live';
    return el(
      'div',
      { class: 'buttons' },
      blockers.length > 0 ? button(say('goToBlocker'), () => this.goToBlocker(), { class: 'primary' }) : null,
      isHere ? button(say('explain'), () => host.postMessage({ is: 'explain', lock })) : null,
      button(say('copy'), () => host.postMessage({ is: 'copy', text: copyOf(slot, this.#model) })),
    );
  }
}
