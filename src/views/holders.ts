import { text, type Text } from '../base/text.ts';
import type { Holder, Lock } from '../locks/lock.ts';
import type { EndOutcome, Hindrance } from '../watch/holder-control.ts';

/** Every process that is known to hold a lock, the one that the lock names first. */
export function holdersOf({ holder, kernelLocks }: Lock): readonly Holder[] {
  const all = [...(holder === null ? [] : [holder]), ...kernelLocks.flatMap(({ holders }) => holders)];
  return all.filter((one, i) => all.findIndex((other) => isSameProcess(one, other)) === i);
}

/** The locks that a process holds. */
export function heldBy(holder: Holder, locks: readonly Lock[]): readonly Lock[] {
  return locks.filter((lock) => lock.verdict.state === 'held' && holdersOf(lock).some((other) => isSameProcess(holder, other)));
}

function isSameProcess(a: Holder, b: Holder): boolean {
  return a.pid === b.pid && a.host === b.host && a.startMark === b.startMark;
}

/** Why a holder is not ended from here. @param name of the holder */
export function describeHindrance(hindrance: Hindrance, name: string): Text {
  switch (hindrance) {
    case 'unverified':
      return text('It cannot be told for certain which process {name} is, so it is not ended from here.', { name });
    case 'other-host':
      return text('{name} runs on another machine. End it there.', { name });
    case 'container':
      return text('{name} runs in another container. End it there.', { name });
    case 'own':
      return text('{name} is this editor itself, or what it runs in, so it is not ended from here.', { name });
  }
}

/** What became of a signal that was not sent. @param name of the holder */
export function describeNotEnded(outcome: Exclude<EndOutcome, { is: 'signalled' }>, name: string): Text {
  switch (outcome.is) {
    case 'gone':
      return text('{name} had ended already.', { name });
    case 'another':
      return text('{name} has ended, and its number belongs to another process now. Nothing was done.', { name });
    case 'forbidden':
      return text('{name} belongs to another user, so it cannot be ended from here.', { name });
    case 'unsupported':
      return text('This system cannot ask {name} to end. End it in its own way.', { name });
    case 'own':
    case 'unverified':
      return describeHindrance(outcome.is, name);
  }
}
