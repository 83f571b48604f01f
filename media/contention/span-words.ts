import { blockersOf, keptWaitingBy } from './blockers.ts';
import type { Model } from './model.ts';
import { cutMiddle, formatLength, formatTime, longestLabel, nameActor, shortPath } from './names.ts';
import { say } from './say.ts';

/** Others than these are only counted. */
const mostNamed = 5;

/** A fact about a bar, in words. */
export type Fact = readonly [name: string, value: string];

/** How long it lasted or has lasted, as far as that is known. */
export function lengthOf(slot: number, model: Pick<Model, 'store' | 'now'>): string {
  const { certainty, from, to } = model.store.span(slot);
  if (certainty === 'glimpsed') return say('unknownLength');
  const end = to ?? model.now();
  if (!Number.isFinite(end)) return say('unknownLength');
  const length = formatLength(Math.max(0, end - from));
  const known = certainty === 'sampled' ? say('atLeast', { length }) : length;
  return to === null ? say('lasting', { length: known }) : known;
}

/** What a bar is, in a sentence: "git commit (4312) held blog/index". */
export function sentenceOf(slot: number, { store }: Model): string {
  const { is, actor, lock, to } = store.span(slot);
  const word = is === 'hold' ? (to === null ? 'holdOf' : 'heldOf') : to === null ? 'waitOf' : 'waitedOf';
  return say(word, { actor: nameActor(actor) ?? say('unnamed'), lock: lockLabel(store.locks[store.lockOf(slot)]?.resource ?? lock) });
}

/** All that is known of a bar. */
export function factsOf(slot: number, model: Model): readonly Fact[] {
  const { store } = model;
  const span = store.span(slot);
  const lock = store.locks[store.lockOf(slot)];
  const facts: readonly (readonly [string, string | null])[] = [
    [say('length'), lengthOf(slot, model)],
    [say('from'), formatTime(span.from, 1)],
    [say('to'), span.to === null ? say('now') : span.certainty === 'glimpsed' ? null : formatTime(span.to, 1)],
    span.is === 'wait' ? [say('blockedBy'), blockerWords(slot, model)] : [say('kept'), othersIn(keptWaitingBy(slot, store, model.locks), model)],
    [say('process'), span.actor.pid === null ? null : String(span.actor.pid)],
    [say('command'), span.actor.command],
    [say('mode'), say(span.mode)],
    [say('kind'), lock?.title || null],
    [say('path'), span.lock],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] satisfies Fact]));
}

/** The same in lines, for the clipboard. */
export function copyOf(slot: number, model: Model): string {
  return [sentenceOf(slot, model), ...factsOf(slot, model).map(([name, value]) => `${name}: ${value}`)].join('\n');
}

/** The same in one sentence, for screen readers. */
export function sayBar(slot: number, model: Model): string {
  const { is } = model.store.span(slot);
  const blockers = is === 'wait' ? `, ${say('blockedBy')}: ${blockerWords(slot, model)}` : '';
  return `${sentenceOf(slot, model)}, ${lengthOf(slot, model)}${blockers}. ${formatTime(model.store.fromOf(slot), 1)}`;
}

function blockerWords(slot: number, model: Model): string {
  const held = othersIn(blockersOf(slot, model.store, model.locks), model);
  if (held !== null) return held;
  const told = model.store.span(slot).blockers.map((actor) => nameActor(actor) ?? say('unnamed'));
  return told.length > 0 ? told.slice(0, mostNamed).join(', ') : say('unknownHolder');
}

function othersIn(slots: readonly number[], { store }: Model): string | null {
  if (slots.length === 0) return null;
  const names = [...new Set(slots.map((slot) => nameActor(store.span(slot).actor) ?? say('unnamed')))];
  return names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} +${names.length - mostNamed}` : names.join(', ');
}

/** What a lock is called where there is little room. */
export function lockLabel(path: string): string {
  return cutMiddle(shortPath(path), longestLabel);
}
