import type { FaultKind } from '../../../src/race/real/request.ts';
import { faultKinds } from '../../../src/race/real/read-catalog.ts';
import { el, setAttributes } from '../../shared/dom.ts';
import { faultWords } from '../results/fault-words.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { field, refill } from './field.ts';
import { faultsOf, notSurviving, sensibleFaults } from './faults.ts';
import { faultFields, numberFields, numberIn, type NumberFieldName } from './fields.ts';
import { chosenOf } from './form.ts';
import { faultHelp, fieldWords, unitWords } from './words.ts';

interface FaultLine {
  readonly kind: FaultKind;
  readonly element: HTMLElement;
  readonly inputs: readonly (readonly [NumberFieldName, HTMLInputElement])[];
  readonly whom: HTMLElement;
}

/** What may strike the actors, folded away until somebody wants it. */
export class FaultFields {
  readonly element = el('details', { class: 'fold faults' });
  readonly #store: Store;
  readonly #summary = el('summary', {});
  readonly #warning = el('p', { class: 'warning' });
  #lines: readonly FaultLine[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** Anew, in the words of now. */
  render(): void {
    this.#lines = faultKinds.map((kind) => this.#line(kind));
    this.element.replaceChildren(this.#summary, ...this.#lines.map(({ element }) => element), this.#warning);
    this.update();
  }

  update(): void {
    const { form, scenario } = this.#store;
    const chosen = scenario === null ? [] : chosenOf(form, scenario);
    for (const { kind, element, inputs, whom } of this.#lines) {
      const meant = chosen.filter(({ faults }) => faults.includes(kind));
      element.classList.toggle('is-off', meant.length === 0);
      for (const [name, input] of inputs) {
        setAttributes(input, { disabled: meant.length === 0 });
        refill(input, form.fields[name], numberIn(form.fields[name], numberFields[name]) === undefined);
      }
      whom.textContent = meant.length === 0 ? say('faultForNone') : meant.length === chosen.length ? '' : say('faultFor', { strategies: meant.map(({ title }) => title).join(', ') });
    }
    const struck = chosen.map((strategy) => faultWords(sensibleFaults(faultsOf(form), strategy))).find((words) => words !== '');
    this.#summary.replaceChildren(say('faults'), el('span', { class: 'folded' }, struck === undefined ? say('faultsNone') : faultWords(faultsOf(form))));
    const fragile = scenario === null ? [] : notSurviving(form, scenario);
    this.#warning.hidden = fragile.length === 0;
    this.#warning.textContent = fragile.length === 0 ? '' : say('mayBreak', { strategies: fragile.map(({ title }) => title).join(', ') });
  }

  #line(kind: FaultKind): FaultLine {
    const names = faultFields[kind];
    const inputs = names.map((name, at) => [name, field(this.#store, name, at === 0 ? { id: `fault-${name}`, 'aria-describedby': `help-${name}` } : { 'aria-label': `${say(fieldWords[name])}, ${say('ms')}` })] as const);
    const parts = inputs.map(([name, input], at) => el('span', { class: 'input' }, at === 0 ? null : say('forMs'), input, say(unitWords[name] ?? 'ms')));
    const whom = el('span', { class: 'whom' });
    const [first = 'kill'] = names;
    const element = el('div', { class: 'fault' }, el('label', { for: `fault-${first}` }, say(fieldWords[first])), el('div', { class: 'inputs' }, ...parts), el('p', { class: 'help', id: `help-${first}` }, say(faultHelp[kind]), ' ', whom));
    return { kind, element, inputs, whom };
  }
}
