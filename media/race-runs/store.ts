import type { CatalogRealScenario, RealCatalog } from '../../src/race/real/catalog.ts';
import type { Length } from '../../src/race/real/request.ts';
import type { RunResult } from '../../src/race/real/result.ts';
import { mostRuns } from '../../src/protocol/race-runs-to-host.ts';
import type { ComparisonState, Earlier, RunsToHost, RunsToPage } from '../../src/protocol/race-runs.ts';
import type { Quantile } from './charts/series.ts';
import type { FieldName } from './form/fields.ts';
import { chosenOf, firstChoice, firstForm, scenarioOf, type Form } from './form/form.ts';
import { planOf } from './form/plan.ts';
import type { Sorting } from './results/columns.ts';
import type { SavedPage } from './saved.ts';
import { speak } from './say.ts';

/** What has changed: the words, the list of what can be measured, what is typed, the runs, one run of them, what is shown, how it is shown, or a trouble. */
export type Change = { readonly is: 'page' | 'catalog' | 'form' | 'runs' | 'shown' | 'view' | 'trouble' } | { readonly is: 'run'; readonly at: number };

/** What the page needs of the world. Tests give their own. */
export interface PageWorld {
  readonly post: (message: RunsToHost) => void;
  readonly keep: (saved: SavedPage) => void;
}

/** All that the page knows. */
export class Store {
  readonly #world: PageWorld;
  readonly #listeners: ((change: Change) => void)[] = [];
  readonly #loaded = new Map<string, readonly RunResult[]>();
  readonly #asked = new Set<string>();
  /** Before it has, the host answers nothing. */
  #hasStarted = false;
  catalog: RealCatalog | null = null;
  form: Form;
  comparison: ComparisonState | null = null;
  earlier: readonly Earlier[] = [];
  /** Among the earlier ones; null for the present comparison. */
  shown: string | null;
  other: string | null;
  sorting: Sorting | null;
  quantile: Quantile;
  trouble: string | null = null;
  scroll: number;
  unfolded: readonly string[];

  /** @param saved what was kept of a page before */
  constructor(saved: SavedPage, world: PageWorld) {
    this.#world = world;
    ({ form: this.form, shown: this.shown, other: this.other, sorting: this.sorting, quantile: this.quantile, scroll: this.scroll, unfolded: this.unfolded } = saved);
  }

  get scenario(): CatalogRealScenario | null {
    return scenarioOf(this.form, this.catalog);
  }

  /** The results on the page; null while there are none, or none yet. */
  get results(): readonly RunResult[] | null {
    return this.resultsOf(this.shown);
  }

  /** What those are compared with. */
  get otherResults(): readonly RunResult[] | null {
    return this.other === null ? null : this.resultsOf(this.other);
  }

  /** Of the present comparison, or of an earlier one, which is asked for when it is not there. */
  resultsOf(id: string | null): readonly RunResult[] | null {
    if (id === null || id === this.comparison?.kept) return this.comparison === null ? null : doneIn(this.comparison);
    const loaded = this.#loaded.get(id);
    if (loaded === undefined && this.#hasStarted && !this.#asked.has(id)) {
      this.#asked.add(id);
      this.#world.post({ is: 'load', id });
    }
    return loaded ?? null;
  }

  /** By what the host knows the results on the page. */
  get shownId(): string | null {
    return this.shown ?? this.comparison?.id ?? null;
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  take(message: RunsToPage): void {
    switch (message.is) {
      case 'start': {
        speak(message.words, message.language);
        this.#hasStarted = true;
        return this.#fire({ is: 'page' });
      }
      case 'catalog': {
        this.catalog = message.catalog;
        this.#fire({ is: 'catalog' });
        return this.#fire({ is: 'shown' });
      }
      case 'comparison': return this.#takeComparison(message.comparison);
      case 'standing': return this.#takeStanding(message);
      case 'over': {
        if (this.comparison?.id === message.id) this.comparison = { ...this.comparison, isRunning: false, leftMs: null };
        return this.#fire({ is: 'runs' });
      }
      case 'kept': {
        if (this.comparison?.id === message.id) this.comparison = { ...this.comparison, kept: message.kept };
        return this.#fire({ is: 'view' });
      }
      case 'earlier': return this.#takeEarlier(message.list);
      case 'results': {
        this.#loaded.set(message.id, message.results);
        return this.#fire({ is: 'shown' });
      }
      case 'choose': return this.editForm({ scenario: message.scenario });
      case 'trouble': return this.#takeTrouble(message.message);
    }
  }

  editForm(change: Partial<Pick<Form, 'scenario' | 'length'>>): void {
    this.#setForm({ ...this.form, ...change }, change.scenario === undefined ? 'form' : 'catalog');
  }

  editField(field: FieldName, text: string): void {
    this.#setForm({ ...this.form, fields: { ...this.form.fields, [field]: text } });
  }

  setLength(length: Length['is']): void {
    this.editForm({ length });
  }

  /** Chooses a strategy or no longer does. */
  choose(strategy: string, isChosen: boolean): void {
    const { scenario } = this;
    if (scenario === null) return;
    // One that cannot run at present stays chosen, for when it can.
    const names = this.form.chosen[scenario.name] ?? chosenOf(this.form, scenario).map(({ name }) => name);
    const others = names.filter((name) => name !== strategy);
    this.chooseAll(isChosen ? [...others, strategy] : others);
  }

  /** @param names of the chosen strategies, and no others */
  chooseAll(names: readonly string[]): void {
    const { scenario } = this;
    if (scenario !== null) this.#setForm({ ...this.form, chosen: { ...this.form.chosen, [scenario.name]: names } });
  }

  /** Starts what the form says, when that is something. */
  measure(): void {
    const { scenario } = this;
    if (scenario === null || this.comparison?.isRunning === true) return;
    const plan = planOf(this.form, scenario, mostRuns);
    if (plan.is === 'wrong') return;
    this.trouble = null;
    this.#world.post({ is: 'measure', runs: plan.runs });
  }

  /** Starts what whoever has no wish of their own measures first. */
  measureFirst(): void {
    this.#setForm({ ...firstForm, scenario: firstChoice.scenario }, 'catalog');
    this.measure();
  }

  show(id: string | null): void {
    this.shown = id === this.comparison?.kept ? null : id;
    if (this.other === this.shown) this.other = null;
    this.#changed('shown');
  }

  compareWith(id: string | null): void {
    this.other = id;
    this.#changed('shown');
  }

  /** Removes what is shown from the earlier ones. */
  removeShown(): void {
    const id = this.shown ?? this.comparison?.kept ?? null;
    if (id !== null) this.#world.post({ is: 'remove', id });
  }

  sort(sorting: Sorting | null): void {
    this.sorting = sorting;
    this.#changed('view');
  }

  showQuantile(quantile: Quantile): void {
    this.quantile = quantile;
    this.#changed('view');
  }

  /** Asks again what can be measured. */
  lookAgain(): void {
    this.#world.post({ is: 'catalog' });
    this.dismissTrouble();
  }

  /** Its reader is so far down, pixels. */
  scrolledTo(top: number): void {
    this.scroll = top;
    this.keep();
  }

  /** Of what is shown, the breaches of these results are unfolded. */
  unfold(ids: readonly string[]): void {
    this.unfolded = ids;
    this.keep();
  }

  dismissTrouble(): void {
    this.trouble = null;
    this.#fire({ is: 'trouble' });
  }

  post(message: RunsToHost): void {
    this.#world.post(message);
  }

  keep(): void {
    const { form, other, sorting, quantile, scroll, unfolded } = this;
    this.#world.keep({ form, shown: this.shown ?? this.comparison?.kept ?? null, other, sorting, quantile, scroll, unfolded });
  }

  #takeComparison(comparison: ComparisonState | null): void {
    const isNew = comparison !== null && comparison.id !== this.comparison?.id && this.comparison !== null;
    this.comparison = comparison;
    if (isNew || (comparison !== null && this.shown === comparison.kept) || comparison?.isRunning === true) this.shown = null;
    this.#fire({ is: 'runs' });
    this.#changed('shown');
  }

  #takeStanding({ id, at, standing, leftMs }: Extract<RunsToPage, { is: 'standing' }>): void {
    const { comparison } = this;
    if (comparison === null || comparison.id !== id) return;
    this.comparison = { ...comparison, leftMs, runs: comparison.runs.map((run, place) => (place === at ? { ...run, standing } : run)) };
    this.#fire({ is: 'run', at });
    if (standing.is === 'done' && this.shown === null) this.#fire({ is: 'shown' });
  }

  /** Results that are waited for do not come any more: whoever wants them asks again. */
  #takeTrouble(message: string): void {
    this.trouble = message;
    const lost = [...this.#asked].filter((id) => !this.#loaded.has(id));
    for (const id of lost) this.#asked.delete(id);
    if (this.shown !== null && lost.includes(this.shown)) this.shown = null;
    if (this.other !== null && lost.includes(this.other)) this.other = null;
    this.#fire({ is: 'trouble' });
    if (lost.length > 0) this.#changed('shown');
  }

  /** What was removed is no longer shown. */
  #takeEarlier(list: readonly Earlier[]): void {
    this.earlier = list;
    const isThere = (id: string | null): boolean => list.some((each) => each.id === id);
    if (!isThere(this.shown)) this.shown = null;
    if (!isThere(this.other)) this.other = null;
    if (this.comparison !== null && !isThere(this.comparison.kept)) this.comparison = { ...this.comparison, kept: null };
    this.#changed('shown');
  }

  #setForm(form: Form, change: 'form' | 'catalog' = 'form'): void {
    this.form = form;
    this.#changed(change);
  }

  #changed(is: 'form' | 'catalog' | 'shown' | 'view'): void {
    this.#fire({ is });
    this.keep();
  }

  #fire(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function doneIn({ runs }: ComparisonState): readonly RunResult[] {
  return runs.flatMap(({ standing }) => (standing.is === 'done' ? [standing.result] : []));
}
