import { text, type Text } from '../base/text.ts';
import type { Deadlock, Member } from './deadlock.ts';
import type { Actor } from './model.ts';
import { shortCommand } from './short-command.ts';

/** Those of a ring beyond so many are counted, not named. */
const mostNamed = 5;

/**
 * One sentence on who waits for what held by whom, and one on what to do.
 * @param names what a lock is called by its path, for instance its file's name
 */
export function describeDeadlock({ members, isTold }: Deadlock, names: (path: string) => string): Text {
  const [first, second, third] = members;
  if (first === undefined) return text('A deadlock that is over.');
  if (second === undefined && first.through !== null) {
    return text('{first} has {lock} and waits for its child {child}, which waits for {lock}: unless {first} lets go, neither can go on. End one of them.', { first: called(first.actor), child: called(first.through), lock: names(first.waitsFor) });
  }
  if (second === undefined) {
    return text('{first} waits for {lock}, which it holds itself through another descriptor: unless another of its threads lets go, it cannot go on. End it.', { first: called(first.actor), lock: names(first.waitsFor) });
  }
  if (third !== undefined) return describeRing(members, isTold, names);
  const ends = { first: calledIn(first), firstLock: names(first.waitsFor), second: calledIn(second), secondLock: names(second.waitsFor) };
  if (!isTold) return text('{first} waits for {firstLock}, held by {second}, which waits for {secondLock}, held by {first}: unless another part of one of them lets go, neither can go on. End one of them.', ends);
  return text('{first} waits for {firstLock}, held by {second}, which waits for {secondLock}, held by {first}: neither can go on. End one of them.', ends);
}

function describeRing(members: readonly Member[], isTold: boolean, names: (path: string) => string): Text {
  const named = members.slice(0, mostNamed).map((member) => step(member, names)).join('; ');
  const more = members.length - mostNamed;
  const ring = more > 0 ? `${named}; …` : named;
  if (!isTold) return text('{count} processes wait for each other in a ring: {ring}. Unless another part of one of them lets go, none can go on. End one of them.', { count: members.length, ring });
  return text('{count} processes wait for each other in a ring, so that none can go on: {ring}. End one of them.', { count: members.length, ring });
}

function step(member: Member, names: (path: string) => string): string {
  const { waitsFor, heldBy } = member;
  return `${calledIn(member)} → ${names(waitsFor)} → ${heldBy.map(called).join(', ')}`;
}

/** "sh build.sh (4311) with flock x (4312)" */
function calledIn({ actor, through }: Member): string {
  return through === null ? called(actor) : `${called(actor)} with ${called(through)}`;
}

/** "git commit (4312)" */
function called({ pid, command }: Actor): string {
  return pid === null ? shortCommand(command) : `${shortCommand(command)} (${pid})`;
}
