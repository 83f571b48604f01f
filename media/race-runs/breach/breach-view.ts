import type { Breach, BreachKind, Happened } from '../../../src/race/real/result.ts';
import { actorName } from '../../../src/race/real/figures/words.ts';
import { button, el } from '../../shared/dom.ts';
import type { Row } from '../results/columns.ts';
import { claimWords, runName } from '../runs/run-words.ts';
import { grouped, say } from '../say.ts';
import type { Store } from '../store.ts';
import { sceneOf } from './culprits.ts';
import { endingText, exactMs, lanesPicture } from './lanes-view.ts';
import { orderIn } from './order.ts';

const kindWords = {
  'lost-update': 'breachLostUpdate',
  'counted-twice': 'breachCountedTwice',
  'two-inside': 'breachTwoInside',
  torn: 'breachTorn',
  doubled: 'breachDoubled',
  overdrawn: 'breachOverdrawn',
  stuck: 'breachStuck',
} as const satisfies Record<BreachKind, string>;

/** How promises were broken: what happened, drawn and in words, and the way into the model. */
export class BreachView {
  readonly element = el('section', { class: 'breaches', 'aria-labelledby': 'breaches-title' });
  readonly #store: Store;
  #shown = '';

  constructor(store: Store) {
    this.#store = store;
  }

  render(rows: readonly Row[]): void {
    const broken = rows.filter(({ result }) => result.breaches.length > 0);
    const shown = JSON.stringify([say('whatWentWrong'), broken.map(({ result, title }) => [result.id, title])]);
    // What is open and focused stays so while further runs end.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = broken.length === 0;
    const ids = broken.map(({ result }) => result.id);
    const known = ids.filter((id) => this.#store.unfolded.includes(id));
    // Of other results than before, the first says the most.
    const unfolded = known.length > 0 ? known : ids.slice(0, 1);
    this.element.replaceChildren(el('h3', { id: 'breaches-title' }, say('whatWentWrong')), ...broken.map((row) => this.#run(row, unfolded.includes(row.result.id))));
  }

  #noteUnfolded(): void {
    const open = [...this.element.querySelectorAll<HTMLElement>('.breach[open]')];
    this.#store.unfold(open.flatMap(({ dataset }) => dataset['id'] ?? []));
  }

  #run({ result, title, strategy }: Row, isOpen: boolean): HTMLElement {
    const { id, actors, breaches } = result;
    const details = el('details', { class: 'fold breach', open: isOpen, 'data-id': id, 'data-run': `${result.strategy}/${actors}` });
    details.addEventListener('toggle', () => this.#noteUnfolded());
    const claim = claimWords(result, strategy);
    const summary = el('summary', {}, runName(title, actors), el('span', { class: 'folded' }, [breaches.map(headOf).join(', '), ...(claim === null ? [] : [claim])].join('; ')));
    const model = strategy?.model ?? null;
    const replay = model === null ? null : button(say('replay'), () => this.#store.post({ is: 'show-model', model, order: orderIn(breaches) }), { 'data-action': 'replay', title: say('replayHelp', { variant: `${model.scenario}/${model.variant}` }) });
    details.append(summary, ...breaches.map((breach, at) => breachElement(breach, isAlike(breach, breaches[at - 1]))), el('div', { class: 'buttons' }, replay));
    return details;
  }
}

function headOf({ kind, times }: Breach): string {
  return times === 1 ? say('oneBreach', { kind: say(kindWords[kind]) }) : say('breach', { kind: say(kindWords[kind]), times: grouped(times) });
}

/** The same operations may have broken the promise in two ways. */
function isAlike({ history }: Breach, before: Breach | undefined): boolean {
  return JSON.stringify(history) === JSON.stringify(before?.history);
}

/** @param isDrawn whether its operations are drawn already */
function breachElement(breach: Breach, isDrawn: boolean): HTMLElement {
  const { kind, explanation, history } = breach;
  const scene = sceneOf(kind, history);
  const around = history.length === 0 || isDrawn ? [] : [el('p', { class: 'help' }, `${say(scene.culprits.length > 0 ? 'aroundMarked' : 'around')}. ${say('notToScale')}`), lanesPicture(scene), el('details', { class: 'fold list' }, el('summary', {}, say('asList')), listOf(history))];
  return el('div', { class: 'one-breach' }, el('p', { class: 'explanation' }, el('strong', {}, headOf(breach)), ' ', explanation), ...around);
}

function listOf(history: readonly Happened[]): HTMLElement {
  const heads = [say('actorColumn'), say('asked'), say('entered'), say('leftColumn'), say('ended'), say('read'), say('wrote'), say('ending')];
  const number = (value: number | null): HTMLElement => el('td', { class: 'is-number' }, value === null ? '–' : exactMs(value));
  const exact = (value: number | null): HTMLElement => el('td', { class: 'is-number' }, value === null ? '–' : String(value));
  const rows = history.map((each) => el('tr', {}, el('td', {}, actorName(each.actor)), number(each.asked), number(each.entered), number(each.left), number(each.ended), exact(each.read), exact(each.wrote), el('td', {}, endingText(each))));
  return el('div', { class: 'table-frame' }, el('table', {}, el('thead', {}, el('tr', {}, ...heads.map((text, at) => el('th', { scope: 'col', class: at > 0 && at < 7 ? 'is-number' : 'is-text' }, text)))), el('tbody', {}, ...rows)));
}
