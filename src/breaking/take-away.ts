import { errnoCode } from '../base/errors.ts';
import { sameIdentity, type Identity } from '../locks/observation.ts';
import type { Disk } from './disk.ts';
import type { Placeholder } from './placeholder.ts';
import { putBack } from './put-back.ts';
import { op, type Steps } from '../base/steps.ts';

/** What is to be taken away. */
export interface Goal {
  /** Where it stands; links above it resolved. */
  readonly path: string;
  /** What it was when it was judged. */
  readonly judged: Identity;
  /** Where it is to go: a path in a folder of our own on the same file system. */
  readonly spare: string;
}

/** How taking something away went. */
export type Taken =
  /** It is at `spare`. */
  | { readonly is: 'taken' }
  /** It had gone by itself. */
  | { readonly is: 'released' }
  /** Another one stood there, or it changed; nothing was touched. */
  | { readonly is: 'changed' }
  /** As 'changed', but it was away for a moment, in which its holder may have failed to release it. It is back. */
  | { readonly is: 'returned' }
  /** Another one was taken and is still at `spare`: its place was taken meanwhile ('occupied'), or `why` is a system error. */
  | { readonly is: 'kept-apart'; readonly identity: Identity | null; readonly why: string };

/**
 * Takes a lock away by exchanging it with a placeholder that stands at `spare`, so that its path is
 * never free meanwhile, and looks at what came out. What should not have come out goes back at once.
 * On 'taken' the placeholder stands at the path until takeDownAfter().
 */
export function* takeByExchange(goal: Goal, own: Placeholder, disk: Disk): Steps<Taken> {
  const now = yield* lookAgain(goal, disk);
  if (now !== 'same') return { is: now };
  if (!(yield* op('exchange', () => disk.swap(goal.spare, goal.path)))) return { is: 'released' };
  const out = yield* op('verify', () => disk.look(goal.spare));
  if (out !== null && sameIdentity(out.identity, goal.judged)) return { is: 'taken' };
  return yield* exchangeBack(goal, own, out?.identity ?? null, disk);
}

/** So many exchanges in a row that bring out yet another lock are no coincidence any more. */
const mostExchanges = 8;

/**
 * Exchanges until what is held is a placeholder, whoever's: then each lock is where it was. Should
 * somebody have removed the placeholder by force and another have acquired the lock meanwhile, that one
 * stays in place and the first is kept apart.
 */
export function* exchangeBack({ path, spare }: Omit<Goal, 'judged'>, own: Placeholder, identity: Identity | null, disk: Disk): Steps<Taken> {
  try {
    let wasPlaceholder = yield* op('held', () => disk.isPlaceholder(spare, own));
    for (let exchanges = 0; exchanges < mostExchanges; exchanges++) {
      if (!(yield* op('exchange back', () => disk.swap(spare, path)))) return wasPlaceholder ? { is: 'changed' } : yield* putBackInto(path, spare, identity, disk);
      const isPlaceholder = yield* op('held', () => disk.isPlaceholder(spare, own));
      if (isPlaceholder) return { is: wasPlaceholder ? 'changed' : 'returned' };
      if (!wasPlaceholder && exchanges > 0) break;
      wasPlaceholder = false;
    }
    return { is: 'kept-apart', identity, why: 'occupied' };
  } catch (error) {
    return { is: 'kept-apart', identity, why: errnoCode(error) ?? 'UNKNOWN' };
  }
}

/** As takeByExchange, where there is no exchange: its path is free from the move on. */
export function* takeByMove(goal: Goal, disk: Disk): Steps<Taken> {
  const now = yield* lookAgain(goal, disk);
  if (now !== 'same') return { is: now };
  if (!(yield* op('move', () => disk.move(goal.path, goal.spare)))) return { is: 'released' };
  const out = yield* op('verify', () => disk.look(goal.spare));
  if (out !== null && sameIdentity(out.identity, goal.judged)) return { is: 'taken' };
  return yield* putBackInto(goal.path, goal.spare, out?.identity ?? null, disk);
}

/** The last look; nothing may come between it and what follows. */
function* lookAgain({ path, judged }: Goal, disk: Disk): Steps<'same' | 'released' | 'changed'> {
  const now = yield* op('look', () => disk.look(path));
  if (now === null) return (yield* op('gone', () => disk.isGone(path))) ? 'released' : 'changed';
  return sameIdentity(now.identity, judged) ? 'same' : 'changed';
}

/** Puts back without the exchange what should not have been taken. */
export function* putBackInto(path: string, spare: string, identity: Identity | null, disk: Disk): Steps<Taken> {
  try {
    return (yield* putBack(spare, path, disk)) === 'done' ? { is: 'returned' } : { is: 'kept-apart', identity, why: 'occupied' };
  } catch (error) {
    return { is: 'kept-apart', identity, why: errnoCode(error) ?? 'UNKNOWN' };
  }
}
