import { Banner } from './banner.ts';
import { Details } from './details.ts';
import { el } from '../shared/dom.ts';
import { listenToPointer } from './gestures.ts';
import { Graph } from './graph.ts';
import { listenToKeys } from './keys.ts';
import type { Change, Model } from './model.ts';
import { say } from './say.ts';
import type { ContentionWord } from '../../src/protocol/contention-words.ts';
import { StatisticsTable } from './statistics-table.ts';
import { Throttle } from '../shared/throttle.ts';
import { Timeline } from './timeline.ts';
import { hide, Toolbar } from './toolbar.ts';

/** Lengths that grow are brought up to date this often, ms. */
const tickMs = 500;

/** All parts of the page, and which of them a change concerns. */
export class Page {
  readonly element: HTMLElement;
  readonly #model: Model;
  readonly #timeline: Timeline;
  readonly #toolbar: Toolbar;
  readonly #banner: Banner;
  readonly #details: Details;
  readonly #table: StatisticsTable;
  readonly #graph: Graph;
  readonly #graphDue = new Throttle(tickMs);
  readonly #empty = el('div', { class: 'empty', hidden: true });
  readonly #keys = el('p', { class: 'keys', id: 'keys' });
  readonly #legend = el('div');
  #isPainted = false;

  constructor(model: Model) {
    this.#model = model;
    const toggle = (key: string): void => toggleCollapsed(model, key);
    this.#timeline = new Timeline(model);
    this.#toolbar = new Toolbar(model);
    this.#banner = new Banner(model);
    this.#details = new Details(model, { toggle, hide: (key) => hide(model, key) });
    this.#table = new StatisticsTable(model);
    this.#graph = new Graph(model);
    listenToPointer(this.#timeline, model, toggle);
    listenToKeys(this.#timeline, model, { toggle, hide: (key) => hide(model, key), goToBlocker: () => this.#details.goToBlocker() });
    const picture = el('div', { class: 'picture' }, this.#timeline.element, this.#graph.element, this.#empty);
    this.element = el('main', {}, this.#toolbar.element, this.#banner.element, el('div', { class: 'middle' }, picture, this.#details.element), this.#legendAndKeys(), this.#table.element, this.#details.spoken);
    this.#timeline.onPaint = (ms) => this.#painted(ms);
    model.onChange((change) => this.#render(change));
    setInterval(() => this.#tick(), tickMs);
  }

  #legendAndKeys(): HTMLElement {
    return el('div', { class: 'foot' }, this.#legend, this.#keys);
  }

  #render(change: Change): void {
    if (change === 'source') this.#relabel();
    if (change !== 'spans') this.#toolbar.render();
    this.#banner.render();
    this.#details.render();
    if (change !== 'deadlocks' && change !== 'trouble') this.#table.schedule(change === 'view' ? 'view' : 'spans');
    this.#showEither();
  }

  #relabel(): void {
    this.#timeline.canvas.setAttribute('aria-label', say('canvas'));
    this.#keys.textContent = say('keys');
    const legend = (of: string, ...words: readonly ContentionWord[]): HTMLElement => el('div', { class: `legend of-${of}` }, ...words.flatMap((word) => [el('span', { class: `swatch ${word}`, 'aria-hidden': 'true' }), el('span', {}, say(word))]));
    this.#legend.replaceChildren(legend('timeline', 'legendHold', 'legendWait', 'legendWaiters'), legend('graph', 'legendHeldBy', 'legendWaitsFor'));
    this.#table.relabel();
  }

  #showEither(): void {
    const { state, store, isLoaded, source } = this.#model;
    const isEmpty = isLoaded && store.size === 0;
    this.element.classList.toggle('is-empty', isEmpty);
    this.element.classList.toggle('is-graph', state.tab === 'graph');
    this.#graph.element.hidden = state.tab !== 'graph' || isEmpty;
    this.#timeline.element.hidden = state.tab !== 'timeline' || isEmpty;
    this.#empty.hidden = !isEmpty;
    if (isEmpty) this.#empty.replaceChildren(el('h2', {}, say(source?.is === 'trace' ? 'emptyTrace' : 'empty')), el('p', {}, source?.is === 'trace' ? '' : say('emptyHint')));
    if (state.tab === 'graph') this.#graphDue.run(() => this.#graph.render());
  }

  /** What lasts gets longer, and a range that follows shows another time. */
  #tick(): void {
    const { selected, store, state } = this.#model;
    if (document.hidden) return;
    if (selected !== null && store.open.has(selected)) this.#details.render();
    if (state.follow && store.size > 0) this.#table.schedule('spans');
  }

  #painted(ms: number): void {
    if (this.#isPainted || this.#model.store.size === 0) return;
    this.#isPainted = true;
    performance.mark('lockscope-painted', { detail: ms });
  }
}

function toggleCollapsed(model: Model, key: string): void {
  const { collapsed } = model.state;
  model.update({ collapsed: collapsed.includes(key) ? collapsed.filter((one) => one !== key) : [...collapsed, key] });
}
