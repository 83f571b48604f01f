import type { Place } from '../../src/race/model/scenario-error.ts';
import type { CatalogVariant } from '../../src/race/lab.ts';
import { button, el, setAttributes } from '../shared/dom.ts';
import { Choices } from './choices.ts';
import { Lanes } from './lanes.ts';
import { say } from './say.ts';
import type { SideChange, SideModel } from './side-model.ts';
import { SourcePanel } from './source-panel.ts';
import { StatePanel } from './state-panel.ts';
import { Stepper } from './stepper.ts';
import type { Store } from './store.ts';
import { VerdictPanel } from './verdict.ts';

/** All that is shown of one variant. */
export class Side {
  readonly element = el('section', { class: 'side' });
  readonly model: SideModel;
  readonly #store: Store;
  readonly #variants = el('div', { class: 'variants', role: 'group' });
  readonly #about = el('div', { class: 'about' });
  readonly #body = el('div', { class: 'body' });
  readonly #verdict: VerdictPanel;
  readonly #stepper: Stepper;
  readonly #lanes: Lanes;
  readonly #choices: Choices;
  readonly #state: StatePanel;
  readonly #source: SourcePanel;

  constructor(model: SideModel, store: Store) {
    this.model = model;
    this.#store = store;
    const open = (place: Place): void => store.post({ is: 'open-place', place });
    this.#verdict = new VerdictPanel(model, { copySchedule: (schedule) => store.post({ is: 'copy', text: schedule }), openAsText: () => this.#openAsText(), open }, () => store.now());
    this.#stepper = new Stepper(model);
    this.#lanes = new Lanes(model, () => store.showsArrows);
    this.#choices = new Choices(model);
    this.#state = new StatePanel(model);
    this.#source = new SourcePanel(model, { source: (file) => store.source(file), open });
    const run = el('div', { class: 'run' }, this.#stepper.element, this.#lanes.element);
    const aside = el('div', { class: 'aside' }, this.#choices.element, this.#state.element, this.#source.element);
    this.#body.append(run, aside);
    this.element.append(el('div', { class: 'what' }, this.#variants, this.#about, this.#verdict.element), this.#body);
    this.render('variant');
  }

  render(change: SideChange): void {
    if (change === 'variant') this.#renderVariants();
    if (change === 'variant' || change === 'exploration' || change === 'trace') this.#verdict.render();
    if (change === 'variant' || change === 'trace' || change === 'exploration') this.#about.classList.toggle('is-failed', this.model.finding?.verdict === 'FAILED');
    if (change === 'variant' || change === 'trace') this.#lanes.renderTrace();
    if (change === 'position' || change === 'exploration') this.#lanes.renderPosition();
    // Of a scenario that is wrong now, no run from before is shown.
    this.#body.hidden = this.model.trace === null || this.model.trouble !== null;
    if (change === 'exploration') return;
    this.#stepper.render();
    this.#choices.render();
    if (change === 'options') return;
    this.#state.render();
    this.#source.render();
  }

  renderArrows(): void {
    this.#lanes.renderArrows();
  }

  renderSource(): void {
    this.#source.render();
  }

  /** What lasts gets longer. */
  tick(): void {
    if (this.model.exploration.is === 'exploring') this.#verdict.render();
  }

  /** Where the keys of a run work. */
  focus(): void {
    this.#variants.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus({ preventScroll: true });
  }

  #renderVariants(): void {
    const { scenario } = this.#store;
    const variants = scenario?.variants ?? [];
    const shown = variants.find(({ name }) => name === this.model.variant?.variant);
    setAttributes(this.element, { 'aria-label': `${say('variant')} ${shown?.name ?? ''}` });
    setAttributes(this.#variants, { 'aria-label': say('variant') });
    const focused = document.activeElement instanceof HTMLElement && this.#variants.contains(document.activeElement) ? document.activeElement.dataset['variant'] : undefined;
    this.#variants.replaceChildren(...variants.map((variant) => this.#variant(variant, variant === shown)));
    if (focused !== undefined) this.#variants.querySelector<HTMLElement>(`[data-variant="${focused}"]`)?.focus();
    this.#about.replaceChildren(
      el('p', {}, shown?.explanation ?? ''),
      ...(shown === undefined || shown.fix === null ? [] : [el('p', { class: 'fix' }, el('strong', {}, say('fix')), ' ', shown.fix)]),
    );
  }

  #variant({ name, expect }: CatalogVariant, isShown: boolean): HTMLElement {
    const element = button('', () => this.#store.chooseVariant(this.model, name), { 'aria-pressed': isShown ? 'true' : 'false', 'data-variant': name });
    element.append(name, ' ', el('span', { class: 'expect' }, say(expect === 'FAILED' ? 'broken' : 'repaired')));
    return element;
  }

  #openAsText(): void {
    const { variant, trace, finding } = this.model;
    if (variant !== null) this.#store.post({ is: 'open-as-text', text: { variant, schedule: trace?.schedule ?? null, finding } });
  }
}
