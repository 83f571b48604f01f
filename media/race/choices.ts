import type { Option } from '../../src/race/model/trace.ts';
import { button, el } from '../shared/dom.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';

/** Who can go on where one stands, and what it would do. */
export class Choices {
  readonly element = el('section', { class: 'choices' });
  readonly #model: SideModel;
  #shown = '';

  constructor(model: SideModel) {
    this.#model = model;
  }

  render(): void {
    const { trace, options, at, isOwn, failure } = this.#model;
    this.element.hidden = trace === null;
    if (trace === null) return;
    const shown = JSON.stringify([options, at, trace.schedule, isOwn, failure === null, say('whoNext')]);
    // While it is not known, what was there stays, so that nothing jumps.
    if (shown === this.#shown || (options === null && this.element.childElementCount > 0)) {
      this.element.classList.toggle('is-stale', options === null);
      return;
    }
    this.#shown = shown;
    this.element.classList.remove('is-stale');
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset['choice'] : undefined;
    const heading = el('h3', {}, say('whoNext'), el('span', { class: 'aside-note' }, say('breakIt')));
    const end = this.#endWords();
    const list = options === null || end !== null ? [el('p', { class: 'hint' }, end ?? '')] : this.#list(options);
    this.element.replaceChildren(heading, ...list);
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-choice="${focused}"], [data-choice]`)?.focus();
  }

  /** Why nobody can be chosen, or null. */
  #endWords(): string | null {
    const { trace, options, at, length } = this.#model;
    if (at === length && trace !== null && trace.loopFrom !== null) return say('endsInLoop');
    if (at === length && trace?.problem?.kind === 'broken') return say('endsHere');
    return options?.length === 0 ? say('nobody') : null;
  }

  #list(options: readonly Option[]): readonly HTMLElement[] {
    const numbered = options.map((option, number) => ({ option, number }));
    const steps = numbered.filter(({ option }) => option.what === 'step' || option.what === 'tick');
    const faults = numbered.filter(({ option }) => option.what !== 'step' && option.what !== 'tick');
    const list = (items: typeof numbered, label: string): HTMLElement => el('ul', { 'aria-label': label }, ...items.map(({ option, number }) => this.#item(option, number)));
    return [
      ...(steps.length === 0 ? [] : [list(steps, say('whoNext'))]),
      ...(faults.length === 0 ? [] : [el('h4', {}, say('faults')), list(faults, say('faults'))]),
    ];
  }

  #item(option: Option, number: number): HTMLElement {
    const { trace } = this.#model;
    const lane = trace?.start.actors.findIndex(({ name }) => name === option.actor) ?? -1;
    const isShown = this.#model.isShownNext(option);
    const isStep = option.what === 'step';
    const element = button('', () => this.#model.pick(number), { class: `choice${lane < 0 ? '' : ` actor-${lane % 6}`}${isShown ? ' is-shown' : ''}`, 'data-choice': number });
    element.append(
      el('kbd', { 'aria-hidden': 'true' }, number < 9 ? String(number + 1) : ''),
      ...(isStep && option.actor !== null ? [el('span', { class: 'who' }, option.actor), ' '] : []),
      el('span', { class: 'what' }, option.label),
      ...(isShown ? [' ', el('span', { class: 'as-shown' }, say('chooses'))] : []),
    );
    return el('li', {}, element);
  }
}
