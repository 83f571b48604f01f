import type { Failure, Finding } from '../../src/race/model/finding.ts';
import { button, el, setAttributes } from '../shared/dom.ts';
import { figuresOf, runningFigures, shareDone, type Figure } from './figures.ts';
import { icon, type IconName } from './icons.ts';
import { placeLink } from './place-link.ts';
import { methodNames, methodOf, methodWords } from './methods.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';
import type { Place } from '../../src/race/model/scenario-error.ts';

/** What a verdict's buttons do beside exploring. */
export interface VerdictActions {
  copySchedule(schedule: string): void;
  openAsText(): void;
  open(place: Place): void;
}

interface Told {
  readonly is: 'proved' | 'failed' | 'incomplete' | 'error' | 'unknown';
  readonly word: string;
  readonly says: string;
  readonly more: readonly string[];
}

/** What came of exploring a variant, or how far it has come. */
export class VerdictPanel {
  readonly element = el('section', { class: 'verdict' });
  readonly #model: SideModel;
  readonly #actions: VerdictActions;
  readonly #now: () => number;
  readonly #told = el('div', { class: 'told' });
  readonly #bar = el('div', { class: 'progress', role: 'progressbar' }, el('div', {}));
  readonly #figures = el('dl', { class: 'figures' });
  readonly #explore: HTMLButtonElement;
  readonly #method = el('select', { class: 'method' });
  readonly #copy: HTMLButtonElement;
  readonly #text: HTMLButtonElement;

  constructor(model: SideModel, actions: VerdictActions, now: () => number) {
    this.#model = model;
    this.#actions = actions;
    this.#now = now;
    this.#explore = button('', () => (model.exploration.is === 'exploring' ? model.cancel() : model.explore()), { 'data-action': 'explore' });
    this.#copy = button('', () => actions.copySchedule(model.trace?.schedule ?? ''), { 'data-action': 'copy' });
    this.#text = button('', () => actions.openAsText(), { 'data-action': 'text' });
    this.#method.addEventListener('change', () => {
      const chosen = methodNames.find((name) => name === this.#method.value);
      if (chosen !== undefined) model.setMethod(chosen);
    });
    this.element.append(this.#told, this.#bar, this.#figures, el('div', { class: 'buttons' }, this.#explore, this.#method, el('span', { class: 'space' }), this.#copy, this.#text));
  }

  render(): void {
    const { exploration, trouble, trace, finding } = this.#model;
    const told = trouble === null ? this.#tell() : { is: 'error' as const, word: say('error'), says: trouble.message, more: [] };
    this.element.className = `verdict is-${told.is}`;
    const place = trouble?.place ?? null;
    this.#told.replaceChildren(
      icon(iconOf[told.is]),
      el('p', {}, el('strong', {}, told.word), told.word === '' ? null : ' ', el('span', { class: 'says' }, told.says), ...told.more.flatMap((more) => [' ', el('span', { class: 'more' }, more)])),
      ...(place === null ? [] : [placeLink(place, (each) => this.#actions.open(each))]),
    );
    this.#renderProgress();
    this.#explore.textContent = say(exploration.is === 'exploring' ? 'cancel' : finding === null ? 'explore' : 'exploreAgain');
    this.#explore.classList.toggle('primary', trouble === null && (exploration.is === 'idle' || exploration.is === 'cancelled'));
    this.#renderMethods();
    this.#copy.textContent = say('copySchedule');
    this.#text.textContent = say('openAsText');
    this.#copy.hidden = trouble !== null || trace === null || trace.steps.length === 0;
    this.#text.hidden = trouble !== null || trace === null;
  }

  #tell(): Told {
    const { exploration } = this.#model;
    switch (exploration.is) {
      case 'idle': return { is: 'unknown', word: '', says: say('idle'), more: [] };
      case 'cancelled': return { is: 'unknown', word: '', says: say('cancelled'), more: [] };
      case 'exploring': return { is: 'unknown', word: '', says: this.#seconds() < 1 ? say('exploring') : say('exploringFor', { seconds: Math.floor(this.#seconds()) }), more: [] };
      case 'found': return tellFinding(exploration.finding);
    }
  }

  #renderProgress(): void {
    const { exploration } = this.#model;
    const method = methodOf(this.#model.method, 0);
    const isRunning = exploration.is === 'exploring';
    this.#bar.hidden = !isRunning;
    const share = isRunning && exploration.progress !== null ? shareDone(exploration.progress, method) : null;
    this.#bar.classList.toggle('is-unknown', share === null);
    setAttributes(this.#bar, { 'aria-label': say('exploring'), 'aria-valuenow': share === null ? undefined : Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 });
    if (this.#bar.firstElementChild instanceof HTMLElement) this.#bar.firstElementChild.style.width = share === null ? '' : `${share * 100}%`;
    const figures = isRunning ? runningFigures(exploration.progress, method, this.#seconds()) : exploration.is === 'found' ? figuresOf(exploration.finding) : [];
    this.#figures.hidden = figures.length === 0;
    this.#figures.replaceChildren(...figures.map(figureElement));
  }

  #renderMethods(): void {
    const label = say('method');
    if (this.#method.getAttribute('aria-label') !== label) {
      setAttributes(this.#method, { 'aria-label': label, title: label });
      this.#method.replaceChildren(...methodNames.map((name) => el('option', { value: name }, say(methodWords[name]))));
    }
    this.#method.value = this.#model.method;
  }

  #seconds(): number {
    const { exploration } = this.#model;
    return exploration.is === 'exploring' ? (this.#now() - exploration.since) / 1000 : 0;
  }
}

const iconOf: Record<Told['is'], IconName> = { proved: 'proved', failed: 'failed', incomplete: 'incomplete', error: 'error', unknown: 'unknown' };

function tellFinding({ verdict, failure, bound, expect }: Finding): Told {
  const unexpected = verdict === expect ? [] : [say('unexpected', { expect: say(expect === 'PROVED' ? 'proved' : 'failed') })];
  switch (verdict) {
    case 'PROVED': return { is: 'proved', word: say('proved'), says: say('provedSays'), more: unexpected };
    case 'INCOMPLETE': return { is: 'incomplete', word: say('incomplete'), says: bound === null ? say('incompleteSaysNoBound') : say('incompleteSays', { bound }), more: unexpected };
    case 'FAILED': {
      const length = failure === null ? [] : [say(failure.isMinimal ? 'shortest' : 'oneFailure', { length: lengthOf(failure) })];
      return { is: 'failed', word: say('failed'), says: failure?.explanation ?? '', more: [...length, ...unexpected] };
    }
  }
}

function lengthOf({ steps, preemptions }: Failure): string {
  return [steps === 1 ? say('oneStep') : say('steps', { count: steps }), ...(preemptions === 0 ? [] : [preemptions === 1 ? say('onePreemption') : say('preemptions', { count: preemptions })])].join(', ');
}

function figureElement({ name, value, help }: Figure): HTMLElement {
  return el('div', { title: help }, el('dt', {}, name), el('dd', {}, value));
}
