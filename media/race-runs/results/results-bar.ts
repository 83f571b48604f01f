import { button, el, setAttributes } from '../../shared/dom.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { earlierWords } from './earlier-words.ts';

/** Which results are shown, what they are compared with, and what can be done with them. */
export class ResultsBar {
  readonly element = el('header', { class: 'results-bar' });
  readonly #store: Store;
  readonly #title = el('h2', { id: 'results-title', tabindex: -1 });
  readonly #shown = el('select', { id: 'shown' });
  readonly #other = el('select', { id: 'other' });
  readonly #shownLabel = el('label', { for: 'shown' });
  readonly #otherLabel = el('label', { for: 'other' });
  readonly #copy: HTMLButtonElement;
  readonly #export: HTMLButtonElement;
  readonly #remove: HTMLButtonElement;

  constructor(store: Store) {
    this.#store = store;
    this.#shown.addEventListener('change', () => store.show(this.#shown.value === '' ? null : this.#shown.value));
    this.#other.addEventListener('change', () => store.compareWith(this.#other.value === '' ? null : this.#other.value));
    const withShown = (is: 'copy' | 'export') => (): void => {
      const id = store.shownId;
      if (id !== null) store.post({ is, id });
    };
    this.#copy = button('', withShown('copy'), { 'data-action': 'copy' });
    this.#export = button('', withShown('export'), { 'data-action': 'export' });
    this.#remove = button('', () => store.removeShown(), { 'data-action': 'remove' });
    this.element.append(this.#title, el('span', { class: 'pick' }, this.#shownLabel, this.#shown), el('span', { class: 'pick' }, this.#otherLabel, this.#other), el('span', { class: 'space' }), el('span', { class: 'group' }, this.#copy, this.#export, this.#remove));
  }

  render(): void {
    const { comparison, shown, other, earlier, catalog, results } = this.#store;
    this.#title.textContent = say('results');
    this.#shownLabel.textContent = say('shown');
    this.#otherLabel.textContent = say('compareWith');
    const options = earlier.filter(({ id }) => comparison === null || id !== comparison.kept).map((each) => [each.id, earlierWords(each, catalog)] as const);
    fill(this.#shown, [...(comparison === null ? [] : [['', say('thisComparison')] as const]), ...options], shown ?? '');
    const present = comparison === null || comparison.kept === null || shown === null ? [] : [[comparison.kept, say('thisComparison')] as const];
    const others = [...present, ...options.filter(([id]) => id !== shown)];
    fill(this.#other, [['', say('compareWithNone')], ...others], other ?? '');
    hide(this.#shown, this.#shown.options.length < 2);
    hide(this.#other, others.length === 0);
    label(this.#copy, say('copy'), say('copy'), results);
    label(this.#export, say('export'), say('exportHelp'), results);
    label(this.#remove, say('remove'), say('removeHelp'), results);
    this.#remove.hidden = shown === null && (comparison === null || comparison.kept === null);
  }
}

/** Its options, unless they are what stands there: an open list stays open. */
function fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[], chosen: string): void {
  const isSame = select.options.length === options.length && options.every(([value, text], at) => select.options[at]?.value === value && select.options[at].text === text);
  if (!isSame) select.replaceChildren(...options.map(([value, text]) => el('option', { value }, text)));
  select.value = chosen;
}

function hide(select: HTMLSelectElement, isHidden: boolean): void {
  if (select.parentElement !== null) select.parentElement.hidden = isHidden;
}

/** It keeps the focus, which a disabled button would lose. */
function label(element: HTMLButtonElement, text: string, help: string, results: readonly unknown[] | null): void {
  element.textContent = text;
  setAttributes(element, { title: help, 'aria-disabled': results === null || results.length === 0 ? 'true' : undefined });
}
