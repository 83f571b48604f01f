import { again, loop, type Again, type Body } from '../../model/loop.ts';
import type { Chance } from '../../model/objects/chance.ts';
import type { Clock } from '../../model/objects/clock.ts';
import type { FencedStore } from '../../model/objects/fenced-store.ts';
import type { KeyValueStore } from '../../model/objects/key-value-store.ts';
import type { Counter } from '../../model/objects/register.ts';

/** A lock on a node expires after so many ticks. */
export const lease = 2;

/** One database of a node. */
export interface Vote {
  readonly node: KeyValueStore;
  readonly key: string;
}

export interface Client {
  /** What it writes into its locks. */
  readonly id: string;
  readonly votes: readonly Vote[];
  readonly store: FencedStore;
  readonly time: Clock;
  /** Numbers in a database, that no restart of a node forgets. */
  readonly sequence: Counter;
  readonly luck: Chance;
  /** How long each of its requests takes, in ticks: one of these. */
  readonly delays: readonly number[];
}

export function* sleep(time: Clock, ticks: number): Body {
  if (ticks > 0) yield* time.sleepUntil((yield* time.now()) + ticks);
}

/** Asks node after node. Tells whether a majority said yes. */
export function* askAll({ id, votes, time, luck, delays }: Client): Body<boolean> {
  return yield* loop({ at: 0, got: 0 }, function* ({ at, got }): Body<boolean | Again<{ at: number; got: number }>> {
    const vote = votes[at];
    if (vote === undefined) return got > votes.length / 2;
    if (delays.length > 1) yield* sleep(time, yield* luck.oneOf(...delays));
    const isYes = yield* vote.node.setIfAbsent(vote.key, id, lease);
    return again({ at: at + 1, got: isYes ? got + 1 : got });
  });
}

/** Lets go of each node that it holds. */
export function* release({ id, votes }: Client): Body {
  yield* loop(0, function* (at): Body<null | Again<number>> {
    const vote = votes[at];
    if (vote === undefined) return null;
    yield* vote.node.deleteIfEquals(vote.key, id);
    return again(at + 1);
  });
}

/** Tries a few times, with a pause between. */
export function* acquire(client: Client, ask = askAllInTime, most = 3): Body<boolean> {
  return yield* loop(1, function* (tried): Body<boolean | Again<number>> {
    if (yield* ask(client)) return true;
    yield* release(client);
    if (tried === most) return false;
    yield* sleep(client.time, 1);
    return again(tried + 1);
  });
}

/** Counts only a lock that will last for the work still. */
export function* askAllInTime(client: Client): Body<boolean> {
  const since = yield* client.time.now();
  const isMajority = yield* askAll(client);
  const now = yield* client.time.now();
  return isMajority && since + lease - now >= 1;
}
