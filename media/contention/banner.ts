import { button, el } from '../shared/dom.ts';
import { host } from './host.ts';
import type { Model } from './model.ts';
import { say } from './say.ts';

/** What must not be overlooked: a deadlock, that a page is not live, and that not all is seen. */
export class Banner {
  readonly element = el('div', { class: 'banners' });
  readonly #model: Model;
  #shown = '';

  constructor(model: Model) {
    this.#model = model;
  }

  render(): void {
    const { deadlocks, source, trouble } = this.#model;
    const shown = JSON.stringify([deadlocks, source, trouble]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const isLive = source?.is === 'live';
    const notices = deadlocks.map(({ sentence, locks }) => {
      const [lock] = locks;
      const actions = [lock !== undefined && isLive ? button(say('showHolder'), () => host.postMessage({ is: 'show-holder', lock })) : null, button(say('openAsText'), () => host.postMessage({ is: 'open-as-text' }))];
      return el('div', { class: 'banner deadlock', role: 'alert' }, el('span', {}, el('strong', {}, say('deadlock')), ' ', sentence), ...actions);
    });
    const trace = source?.is === 'trace' ? [el('div', { class: 'banner trace', role: 'note' }, say('notLive', { name: source.name }))] : [];
    const blind = trouble === null ? [] : [el('div', { class: 'banner trouble', role: 'status' }, trouble)];
    this.element.replaceChildren(...trace, ...blind, ...notices);
  }
}
