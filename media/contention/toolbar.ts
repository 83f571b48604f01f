import { button, el, setAttributes } from '../shared/dom.ts';
import { zoomAt } from './gestures.ts';
import { host } from './host.ts';
import type { Model } from './model.ts';
import { say } from './say.ts';
import { tabs, type Tab } from './view-state.ts';

/** What is arranged by buttons. */
export class Toolbar {
  readonly element = el('div', { class: 'toolbar', role: 'toolbar' });
  readonly filter = el('input', { type: 'search', class: 'filter', spellcheck: 'false' });
  readonly #model: Model;
  #shown = '';

  constructor(model: Model) {
    this.#model = model;
    this.filter.addEventListener('input', () => model.update({ filter: this.filter.value }));
  }

  render(): void {
    const { state, source } = this.#model;
    const shown = JSON.stringify([state.tab, state.by, state.follow, state.hidden.length, source?.is, say('filter')]);
    if (document.activeElement !== this.filter) this.filter.value = state.filter;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['action'] : undefined;
    setAttributes(this.filter, { placeholder: say('filter'), 'aria-label': say('filter') });
    this.element.replaceChildren(this.#tabs(), ...(state.tab === 'timeline' ? this.#timelineButtons() : []), this.filter, this.#outward());
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-action="${focused}"]`)?.focus();
  }

  #tabs(): HTMLElement {
    const labels: Record<Tab, string> = { timeline: say('timeline'), graph: say('graph') };
    return group(tabs.map((tab) => choice(labels[tab], `tab-${tab}`, this.#model.state.tab === tab, () => this.#model.update({ tab }))));
  }

  #timelineButtons(): readonly HTMLElement[] {
    const model = this.#model;
    const { by, follow, hidden } = model.state;
    const middle = (): number => (model.range.from + model.range.to) / 2;
    const isLive = model.source?.is !== 'trace';
    return [
      group([choice(say('byLock'), 'by-lock', by === 'lock', () => model.update({ by: 'lock', hidden: [], collapsed: [] })), choice(say('byProcess'), 'by-process', by === 'process', () => model.update({ by: 'process', hidden: [], collapsed: [] }))]),
      group([
        ...(isLive ? [choice(follow ? say('following') : say('follow'), 'follow', follow, () => model.follow(!follow))] : []),
        act('−', 'zoom-out', () => zoomAt(model, middle(), 1.5), say('zoomOut')),
        act('+', 'zoom-in', () => zoomAt(model, middle(), 1 / 1.5), say('zoomIn')),
        act(say('showAll'), 'show-all', () => model.showAll()),
      ]),
      ...(hidden.length === 0 ? [] : [act(say('unhide', { count: hidden.length }), 'unhide', () => model.update({ hidden: [] }))]),
    ];
  }

  #outward(): HTMLElement {
    const isLive = this.#model.source?.is === 'live';
    // Of what is live, the editor has these in the title above.
    return group(isLive ? [] : [act(say('openAsText'), 'text', () => host.postMessage({ is: 'open-as-text' }))]);
  }
}

/** Takes a row out of sight, and lets go of its bar. */
export function hide(model: Model, key: string): void {
  model.update({ hidden: [...model.state.hidden, key], selected: null });
}

function group(children: readonly HTMLElement[]): HTMLElement {
  return el('div', { class: 'group' }, ...children);
}

function act(label: string, action: string, run: () => void, title = label): HTMLElement {
  return button(label, run, { 'data-action': action, 'aria-label': title, title });
}

function choice(label: string, action: string, isPressed: boolean, run: () => void): HTMLElement {
  return button(label, run, { 'data-action': action, 'aria-pressed': isPressed ? 'true' : 'false' });
}
