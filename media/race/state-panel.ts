import type { ActorLook, ObjectLook, TraceStep } from '../../src/race/model/trace.ts';
import { el } from '../shared/dom.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';
import { standingOf } from './step-words.ts';

/** Every shared object and every actor where one stands. */
export class StatePanel {
  readonly element = el('section', { class: 'state' });
  readonly #model: SideModel;

  constructor(model: SideModel) {
    this.#model = model;
  }

  render(): void {
    const { snapshot, trace, at } = this.#model;
    this.element.hidden = snapshot === null;
    if (snapshot === null) return;
    const last = trace?.steps[at - 1];
    const time = snapshot.now === null ? [] : [el('span', { class: 'aside-note' }, say('ticks', { now: snapshot.now }))];
    this.element.replaceChildren(
      el('h3', {}, say('objects'), ...time),
      el('table', {}, el('tbody', {}, ...snapshot.objects.map((object) => objectRow(object, last)))),
      el('h3', {}, say('actors')),
      el('table', {}, el('tbody', {}, ...snapshot.actors.map((actor, lane) => actorRow(actor, lane, last)))),
    );
  }
}

function objectRow({ name, kind, text, holders }: ObjectLook, last: TraceStep | undefined): HTMLElement {
  const change = last?.changes.find(({ object }) => object === name);
  const value = change === undefined ? [el('span', { class: 'value' }, text)] : [el('del', {}, change.before), ' → ', el('ins', {}, change.after)];
  const isSaid = holders.length > 0 && text.includes(holders.join(', '));
  const held = holders.length === 0 || isSaid ? [] : [' ', el('span', { class: 'held' }, say('heldBy', { holders: holders.join(', ') }))];
  return el('tr', { class: change !== undefined ? 'is-changed' : last?.object === name ? 'is-touched' : undefined }, el('th', { scope: 'row', title: kind }, name), el('td', {}, ...value, ...held));
}

function actorRow(actor: ActorLook, lane: number, last: TraceStep | undefined): HTMLElement {
  const serves = actor.serves ? [' ', el('span', { class: 'held' }, `(${say('serves')})`)] : [];
  return el(
    'tr',
    { class: `actor-${lane % 6} is-${actor.standing}${last?.actor === actor.name ? ' is-last' : ''}` },
    el('th', { scope: 'row' }, el('span', { class: 'dot', 'aria-hidden': 'true' }), actor.name),
    el('td', {}, standingOf(actor), ...serves),
  );
}
