import { again, loop, type Again, type Body } from '../model/loop.ts';
import { chance, type Chance } from '../model/objects/chance.ts';
import { clock, type Clock } from '../model/objects/clock.ts';
import { fencedStore, type FencedStore } from '../model/objects/fenced-store.ts';
import { keyValueStore, type KeyValueStore } from '../model/objects/key-value-store.ts';
import { counter, type Counter } from '../model/objects/register.ts';
import { defineScenario, type Faults, type System } from '../model/scenario.ts';
import { keepsEveryUpdate } from './parts/updates.ts';

const lock = 'lock';
/** The lock expires after so many ticks. */
const lease = 2;

interface Client {
  readonly who: string;
  readonly redis: KeyValueStore;
  readonly store: FencedStore;
  readonly time: Clock;
  readonly luck: Chance;
  /** Numbers in a database, that no restart of Redis forgets. */
  readonly sequence: Counter;
}

interface Setting {
  readonly clients: readonly string[];
  readonly ticks: number;
  readonly faults?: Faults;
  readonly restarts?: boolean;
}

/** Clients that each add one to a number in a store, guarded by a lock in Redis. */
function clients({ clients: names, ticks, faults = {}, restarts = false }: Setting, body: (client: Client) => Body): System {
  const [redis, store, time, luck, sequence] = [keyValueStore('redis'), fencedStore('stock'), clock(), chance(), counter('sequence')];
  const actors = Object.fromEntries(names.map((who) => [who, () => body({ who, redis, store, time, luck, sequence })]));
  return {
    shared: [redis, store, time, luck, sequence],
    actors: restarts ? { ...actors, operator: () => restart(redis) } : actors,
    finally: [keepsEveryUpdate(store, names.length)],
    faults,
    ticks,
  };
}

const pauseOfA: Faults = { pause: { actors: ['A'], ticks: lease } };

function* restart(redis: KeyValueStore): Body {
  yield* redis.restart();
}

function* sleep(time: Clock, ticks: number): Body {
  const now = yield* time.now();
  yield* time.sleepUntil(now + ticks);
}

/** Reads, takes so many ticks over it, and writes. */
function* addOne({ store, time }: Client, ticks: number): Body {
  const value = yield* store.read();
  if (ticks > 0) yield* sleep(time, ticks);
  yield* store.write(value + 1);
}

function guarded(ticks: number) {
  return function* (client: Client): Body {
    const { who, redis } = client;
    yield* redis.setWhenAbsent(lock, who, lease);
    yield* addOne(client, ticks);
    yield* redis.deleteIfEquals(lock, who);
  };
}

/** The work is done well within the lease, but the request that lets go of the lock may be long on its way. */
function lateRelease(release: (client: Client) => Body) {
  return function* (client: Client): Body {
    const { who, redis, luck, time } = client;
    yield* redis.setWhenAbsent(lock, who, lease);
    yield* addOne(client, 1);
    if (yield* luck.oneOf(false, true)) yield* sleep(time, 1);
    yield* release(client);
  };
}

function* deleteAnyway({ redis }: Client): Body {
  yield* redis.delete(lock);
}

function* deleteOwn({ redis, who }: Client): Body {
  yield* redis.deleteIfEquals(lock, who);
}

/** The work takes longer than the lease, which is renewed as it goes on; whoever finds it lost begins again. */
function* renewing(client: Client): Body {
  const { who, redis, store, time } = client;
  yield* loop(null, function* (): Body<null | Again<null>> {
    yield* redis.setWhenAbsent(lock, who, lease);
    const value = yield* store.read();
    for (let part = 0; part < 3; part += 1) {
      yield* sleep(time, 1);
      if (!(yield* redis.renewIfEquals(lock, who, lease))) return again(null);
    }
    yield* store.write(value + 1);
    yield* redis.deleteIfEquals(lock, who);
    return null;
  });
}

/** Each holder has a token, and whoever is turned away begins again. */
function withToken(takeToken: (client: Client) => Body<number>, isReadFenced: boolean) {
  return function* (client: Client): Body {
    const { who, redis, store } = client;
    yield* loop(null, function* (): Body<null | Again<null>> {
      yield* redis.setWhenAbsent(lock, who, lease);
      const token = yield* takeToken(client);
      const value = isReadFenced ? yield* store.readWith(token) : yield* store.read();
      const isWritten = value !== null && (yield* store.writeWith(token, value + 1));
      yield* redis.deleteIfEquals(lock, who);
      return isWritten ? null : again(null);
    });
  };
}

function* tokenOfRedis({ redis }: Client): Body<number> {
  return yield* redis.increment('token');
}

function* tokenOfDatabase({ sequence }: Client): Body<number> {
  return yield* sequence.add(1);
}

export default defineScenario({
  name: 'redis-lock',
  title: 'A lock in Redis that expires',
  promise: 'Every client adds one, and no update is lost.',
  topic: 'Redis lock',
  variants: {
    'work-outlives-lease': {
      explanation: 'The lock expires after two ticks, so that a dead holder keeps nobody out; but the work takes three. A second client gets the lock while the first is still at it, both have read the same number, and one update is written over. Nothing tells the first that its lock was gone.',
      expect: 'FAILED',
      fix: 'Renew the lock while the work goes on, and stop when that fails. Keep what is done under it small. And where a pause can come between any two steps, have the store check a fencing token.',
      system: () => clients({ clients: ['A', 'B'], ticks: 8 }, guarded(3)),
    },
    'delete-without-owner': {
      explanation: 'The work is done in time, but DEL arrives late, when the lock has expired and belongs to somebody else. DEL does not ask: it frees the lock of the second client, and the third comes in beside it.',
      expect: 'FAILED',
      fix: 'Let go of your own lock alone: a script that compares the value with your id and deletes, in one step. GET and then DEL are two, and the lock can change hands between them.',
      system: () => clients({ clients: ['A', 'B', 'C'], ticks: 8 }, lateRelease(deleteAnyway)),
    },
    'compare-and-delete': {
      explanation: 'A script compares and deletes in one step, so that a late release finds somebody else\'s id and leaves it alone. As long as the work itself ends before the lock expires, nobody is ever beside another.',
      expect: 'PROVED',
      system: () => clients({ clients: ['A', 'B', 'C'], ticks: 8 }, lateRelease(deleteOwn)),
    },
    'restart-forgets': {
      explanation: 'Redis keeps the lock in memory. When it is started again while a client is at work, the lock is gone, and the next client gets it at once.',
      expect: 'FAILED',
      fix: 'Have the store check a fencing token that comes from something that does not forget. A lock that is on disk before it is granted helps too, at the cost of a flush for each.',
      system: () => clients({ clients: ['A', 'B'], ticks: 4, restarts: true }, guarded(0)),
    },
    'renewal': {
      explanation: 'The work takes three ticks and the lock lasts for two, but after each tick the holder has it last for two more, in one step that checks whose it is. It never runs out while its holder is running.',
      expect: 'PROVED',
      system: () => clients({ clients: ['A', 'B'], ticks: 8 }, renewing),
    },
    'renewal-and-a-pause': {
      explanation: 'Renewal helps whoever runs. A client that stands still between its last renewal and its write, in a garbage collection or on a laptop that sleeps, wakes up without a lock and writes all the same. To look at the clock once more does not help: the pause can come after the look.',
      expect: 'FAILED',
      fix: 'No client can know that it still holds the lock at the moment when its write arrives. Only the store can: give each holder a number that grows, send it with each call, and let the store turn away older ones.',
      system: () => clients({ clients: ['A', 'B'], ticks: 14, faults: pauseOfA }, renewing),
    },
    'fenced-at-writes-only': {
      explanation: 'Each holder has a fencing token, but only writes carry it. A reads, stands still, and loses the lock; B reads the same number. Then A writes first: the store has seen no newer token yet and lets it in. B\'s token is newer, so its write is let in as well, over A\'s.',
      expect: 'FAILED',
      fix: 'Send the token with the read as well, so that the store knows of the new holder as soon as that one has looked.',
      system: () => clients({ clients: ['A', 'B'], ticks: 8, faults: pauseOfA }, withToken(tokenOfDatabase, false)),
    },
    'token-of-the-same-redis': {
      explanation: 'The tokens come from INCR in the same Redis that keeps the lock. A restart forgets both: two clients hold the lock, each with the token 1, and the store cannot tell them apart.',
      expect: 'FAILED',
      fix: 'Take the tokens from what outlives a restart, best from the store that is to check them.',
      system: () => clients({ clients: ['A', 'B'], ticks: 4, restarts: true }, withToken(tokenOfRedis, true)),
    },
    'fencing-token': {
      explanation: 'Each holder takes a number that grows, from a database, and the store notes the highest one with each read and write. Two clients may still believe that they hold the lock, after a pause or a restart of Redis; but the older one is turned away at its write and begins again.',
      expect: 'PROVED',
      system: () => clients({ clients: ['A', 'B'], ticks: 12, faults: { pause: { actors: ['A', 'B'], ticks: lease, most: 2 } }, restarts: true }, withToken(tokenOfDatabase, true)),
    },
  },
});
