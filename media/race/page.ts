import { el } from '../shared/dom.ts';
import { Gallery, Toolbar } from './chooser.ts';
import { listenToKeys } from './keys.ts';
import { say } from './say.ts';
import { Side } from './side.ts';
import type { SideModel } from './side-model.ts';
import { positionWords } from './step-words.ts';
import type { Change, Store } from './store.ts';

/** How often the seconds of an exploration are counted, ms. */
const tickMs = 500;

/** All parts of the page, and which of them a change concerns. */
export class Page {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #toolbar: Toolbar;
  readonly #gallery: Gallery;
  readonly #promise = el('p', { class: 'promise' });
  readonly #sidesElement = el('div', { class: 'sides' });
  readonly #foot = el('footer', { class: 'foot' });
  readonly #spoken = el('p', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  #sides: readonly Side[] = [];

  constructor(store: Store) {
    this.#store = store;
    this.#toolbar = new Toolbar(store);
    this.#gallery = new Gallery(store);
    this.element = el('main', {}, this.#toolbar.element, this.#promise, this.#sidesElement, this.#gallery.element, this.#foot, this.#spoken);
    store.onChange((change) => this.#render(change));
    listenToKeys(() => store.sides[store.active]);
    this.#sidesElement.addEventListener('focusin', ({ target }) => this.#activate(target));
    this.#sidesElement.addEventListener('pointerdown', ({ target }) => this.#activate(target));
    setInterval(() => this.#tick(), tickMs);
    this.#renderPage();
  }

  #render(change: Change): void {
    switch (change.is) {
      case 'page': return this.#renderPage();
      case 'catalog':
        this.#toolbar.renderCatalog();
        return this.#gallery.render();
      case 'view':
        this.#toolbar.render();
        for (const side of this.#sides) side.renderArrows();
        return;
      case 'source':
        for (const side of this.#sides) side.renderSource();
        return;
      case 'side':
        this.#sides.find(({ model }) => model === change.side)?.render(change.change);
        if (change.change !== 'options' && change.change !== 'variant') this.#announce(change.side, change.change === 'exploration');
    }
  }

  #renderPage(): void {
    const { scenario, sides } = this.#store;
    const isOpening = scenario !== null && !this.#gallery.element.hidden;
    this.#toolbar.renderCatalog();
    this.#gallery.render();
    this.#promise.hidden = scenario === null;
    this.#promise.replaceChildren(el('span', { class: 'label' }, say('promise')), ' ', scenario?.promise ?? '');
    this.#sides = sides.map((model) => this.#sides.find((side) => side.model === model) ?? new Side(model, this.#store));
    for (const side of this.#sides) side.render('variant');
    const elements = this.#sides.map(({ element }) => element);
    // Put there anew, an element would lose the focus and where it is scrolled to.
    if (elements.length !== this.#sidesElement.childElementCount || elements.some((element, at) => this.#sidesElement.children[at] !== element)) this.#sidesElement.replaceChildren(...elements);
    this.#sidesElement.classList.toggle('are-two', sides.length > 1);
    this.#sidesElement.hidden = this.#foot.hidden = scenario === null;
    this.#markActive();
    this.#renderFoot();
    // What had the focus in the list is not there any more.
    if (isOpening) this.#sides[0]?.focus();
  }

  #renderFoot(): void {
    const legend = (['legendHold', 'legendWait', 'legendPause', 'legendPreemption'] as const).flatMap((word) => [el('span', { class: `swatch ${word}`, 'aria-hidden': 'true' }), el('span', {}, say(word))]);
    this.#foot.replaceChildren(el('div', { class: 'legend' }, ...legend), el('p', { class: 'keys' }, say('keys')));
  }

  #activate(target: EventTarget | null): void {
    const at = target instanceof Node ? this.#sides.findIndex(({ element }) => element.contains(target)) : -1;
    if (at < 0 || at === this.#store.active) return;
    this.#store.active = at;
    this.#markActive();
  }

  #markActive(): void {
    this.#sides.forEach(({ element }, at) => element.classList.toggle('is-active', this.#sides.length > 1 && at === this.#store.active));
  }

  #announce(model: SideModel, isExploration: boolean): void {
    const { trace, at, finding } = model;
    const text = isExploration ? (finding === null ? '' : `${finding.verdict}. ${finding.failure?.explanation ?? ''}`) : trace === null ? '' : positionWords(trace, at);
    if (text !== '' && text !== this.#spoken.textContent) this.#spoken.textContent = text;
  }

  #tick(): void {
    if (!document.hidden) for (const side of this.#sides) side.tick();
  }
}
