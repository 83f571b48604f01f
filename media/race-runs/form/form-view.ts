import { limits } from '../../../src/race/real/request.ts';
import { mostRuns } from '../../../src/protocol/race-runs-to-host.ts';
import { button, el, setAttributes } from '../../shared/dom.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { FaultFields } from './fault-fields.ts';
import { field, refill } from './field.ts';
import type { FieldName } from './fields.ts';
import { planOf, type Wrong } from './plan.ts';
import { StrategyList } from './strategy-list.ts';
import { plannedWords, wrongWords } from './words.ts';

/** What is to be measured. Its fields stay the same elements, so that nothing typed or focused is lost. */
export class FormView {
  readonly element = el('section', { class: 'form', 'aria-labelledby': 'form-title' });
  readonly #store: Store;
  readonly #strategies: StrategyList;
  readonly #faults: FaultFields;
  readonly #scenario = el('select', { id: 'scenario' });
  readonly #promise = el('p', { class: 'promise' });
  readonly #unit = el('select', { id: 'length-unit' });
  readonly #inputs: Readonly<Record<'actors' | 'seconds' | 'operations' | 'seed' | 'leaseMs', HTMLInputElement>>;
  readonly #start: HTMLButtonElement;
  readonly #says = el('p', { class: 'planned', id: 'planned', 'aria-live': 'polite' });
  readonly #body = el('div', { class: 'form-body' });
  readonly #foot = el('div', { class: 'form-foot' });

  constructor(store: Store) {
    this.#store = store;
    this.#strategies = new StrategyList(store);
    this.#faults = new FaultFields(store);
    this.#inputs = {
      actors: field(store, 'actors', { id: 'actors', 'aria-describedby': 'actors-help' }),
      seconds: field(store, 'seconds', { id: 'seconds' }),
      operations: field(store, 'operations', { id: 'operations' }),
      seed: field(store, 'seed', { id: 'seed', 'aria-describedby': 'seed-help' }),
      leaseMs: field(store, 'leaseMs', { id: 'leaseMs', 'aria-describedby': 'lease-help' }),
    };
    this.#start = button('', () => store.measure(), { class: 'primary', 'data-action': 'start', 'aria-describedby': 'planned' });
    this.#scenario.addEventListener('change', () => store.editForm({ scenario: this.#scenario.value }));
    this.#unit.addEventListener('change', () => store.setLength(this.#unit.value === 'operations' ? 'operations' : 'seconds'));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'text') store.measure();
    });
    this.element.append(this.#body, this.#foot);
  }

  /** Anew, in the words of now and with the scenarios of now. */
  render(): void {
    const { catalog, scenario } = this.#store;
    const isOpen = this.#body.querySelector<HTMLDetailsElement>('.fold.more')?.open ?? false;
    this.#scenario.replaceChildren(...(catalog?.scenarios ?? []).map(({ name, title }) => el('option', { value: name }, title)));
    this.#scenario.value = scenario?.name ?? '';
    this.#promise.replaceChildren(el('span', { class: 'label' }, say('promise')), ' ', scenario?.promise ?? '');
    this.#unit.replaceChildren(el('option', { value: 'seconds' }, say('seconds')), el('option', { value: 'operations' }, say('operations')));
    setAttributes(this.#unit, { 'aria-label': say('length') });
    this.#strategies.render();
    this.#faults.render();
    const heading = el('h2', { id: 'form-title' }, say('measure'));
    const parts = scenario === null ? this.#waiting() : this.#parts(isOpen);
    // Put there anew, an element would lose the focus.
    const focused = document.activeElement;
    this.#body.replaceChildren(heading, ...parts);
    if (focused instanceof HTMLElement && this.#body.contains(focused)) focused.focus();
    this.#start.textContent = say('start');
    this.#foot.replaceChildren(this.#start, this.#says);
    this.update();
  }

  /** What depends on what is typed and chosen, and on whether something runs. */
  update(): void {
    const { form, scenario, comparison } = this.#store;
    const plan = scenario === null ? null : planOf(form, scenario, mostRuns);
    const wrong = plan?.is === 'wrong' ? plan.wrong : null;
    this.#unit.value = form.length;
    this.#inputs.seconds.hidden = form.length !== 'seconds';
    this.#inputs.operations.hidden = form.length !== 'operations';
    for (const name of ['actors', 'seconds', 'operations', 'seed', 'leaseMs'] as const) refill(this.#inputs[name], form.fields[name], isAbout(wrong, name));
    this.#strategies.update();
    this.#faults.update();
    this.#says.classList.toggle('is-wrong', wrong !== null);
    this.#says.textContent = plan === null ? '' : plan.is === 'plan' ? plannedWords(plan.runs) : wrongWords(plan.wrong);
    // It keeps the focus, which a disabled button would lose.
    setAttributes(this.#start, { 'aria-disabled': plan?.is === 'plan' && comparison?.isRunning !== true ? undefined : 'true' });
  }

  /** While it is not known what can be measured; and when nothing comes of asking. */
  #waiting(): readonly HTMLElement[] {
    if (this.#store.trouble === null) return [el('p', { class: 'hint' }, say('loading'))];
    return [el('p', {}, button(say('lookAgain'), () => this.#store.lookAgain(), { title: say('lookAgainHelp'), 'data-action': 'look-again' }))];
  }

  #parts(isMoreOpen: boolean): readonly HTMLElement[] {
    const line = (label: HTMLElement, ...rest: readonly (HTMLElement | string)[]): HTMLElement => el('div', { class: 'line' }, label, ...rest);
    const help = (id: string, text: string): HTMLElement => el('p', { class: 'help', id }, text);
    const { actors, seconds, operations, seed, leaseMs } = this.#inputs;
    return [
      line(el('label', { for: 'scenario' }, say('scenario')), this.#scenario),
      this.#promise,
      line(el('label', { for: 'actors' }, say('actors')), actors),
      help('actors-help', say('actorsHelp', { most: limits.actors })),
      line(el('label', { for: this.#store.form.length }, say('length')), el('span', { class: 'inputs' }, seconds, operations, this.#unit)),
      this.#faults.element,
      el(
        'details',
        { class: 'fold more', open: isMoreOpen },
        el('summary', {}, say('more')),
        line(el('label', { for: 'seed' }, say('seed')), seed),
        help('seed-help', say('seedHelp')),
        line(el('label', { for: 'leaseMs' }, say('lease')), el('span', { class: 'inputs' }, leaseMs, ` ${say('ms')}`)),
        help('lease-help', say('leaseHelp')),
      ),
      this.#strategies.element,
    ];
  }
}

function isAbout(wrong: Wrong | null, name: FieldName): boolean {
  return (wrong?.is === 'number' && wrong.field === name) || (wrong?.is === 'actors' && name === 'actors');
}
