import { text, type Text } from '../base/text.ts';
import type { Deadlock, Member } from './deadlock.ts';
import type { Actor } from './model.ts';
import { shortCommand } from './short-command.ts';

/** More of a ring than so many are counted, not named. */
const mostNamed = 5;

/**
 * One sentence on who waits for what held by whom, and one on what to do.
 * @param names what a lock is called by its path, for instance its file's name
 */
export function describeDeadlock({ members }: Deadlock, names: (path: string) => string): Text {
  const [first, second, third] = members;
  if (first === undefined) return text('A deadlock that is over.');
  if (second === undefined) {
    return text('{first} waits for {lock}, which it holds itself through another descriptor: unless another of its threads lets go, it cannot go on. End it.', { first: called(first.actor), lock: names(first.waitsFor) });
  }
  const ends = { first: called(first.actor), firstLock: names(first.waitsFor), second: called(second.actor), secondLock: names(second.waitsFor) };
  if (third === undefined) {
    return text('{first} waits for {firstLock}, held by {second}, which waits for {secondLock}, held by {first}: neither can go on. End one of them.', ends);
  }
  const rest = { count: members.length, ring: members.slice(0, mostNamed).map((member) => step(member, names)).join('; '), more: members.length - mostNamed };
  if (rest.more > 0) return text('{count} processes wait for each other in a ring, so that none can go on: {ring}; and {more} more. End one of them.', rest);
  return text('{count} processes wait for each other in a ring, so that none can go on: {ring}. End one of them.', rest);
}

function step({ actor, waitsFor, heldBy }: Member, names: (path: string) => string): string {
  return `${called(actor)} → ${names(waitsFor)} → ${heldBy.map(called).join(', ')}`;
}

/** "git commit (4312)" */
function called({ pid, command }: Actor): string {
  return pid === null ? shortCommand(command) : `${shortCommand(command)} (${pid})`;
}
