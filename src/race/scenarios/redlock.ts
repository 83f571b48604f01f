import type { Body } from '../model/loop.ts';
import { chance } from '../model/objects/chance.ts';
import { clock } from '../model/objects/clock.ts';
import { fencedStore } from '../model/objects/fenced-store.ts';
import { keyValueStore, type KeyValueStore } from '../model/objects/key-value-store.ts';
import { counter } from '../model/objects/register.ts';
import { defineScenario, type Faults, type System } from '../model/scenario.ts';
import { acquire, askAll, askAllInTime, lease, release, sleep, type Client, type Vote } from './parts/redlock-steps.ts';
import { keepsEveryUpdate } from './parts/updates.ts';

interface Setting {
  readonly ticks: number;
  readonly faults?: Faults;
  /** Five nodes or three in the field; here so many that all orders can be tried in a moment. */
  readonly votes?: readonly Vote[];
  /** What befalls the nodes, at any time. */
  readonly operator?: (nodes: readonly KeyValueStore[]) => Body;
  readonly areIdsShared?: boolean;
  /** Requests of A may take two ticks, and B comes later. */
  readonly isSlow?: boolean;
}

/** Two clients that each add one to a number in a store, guarded by a lock on a majority of nodes. */
function twoClients({ ticks, faults = {}, votes = threeNodes(), operator, areIdsShared = false, isSlow = false }: Setting, body: (client: Client) => Body): System {
  const nodes = [...new Set(votes.map(({ node }) => node))];
  const [store, time, sequence, luck] = [fencedStore('stock'), clock(), counter('sequence'), chance()];
  const client = (who: string, delays: readonly number[]): Client => ({ id: areIdsShared ? 'manager' : who, votes, store, time, sequence, luck, delays });
  const actors = {
    A: () => body(client('A', isSlow ? [0, 2] : [0])),
    * B() {
      if (isSlow) yield* time.sleepUntil(yield* luck.oneOf(0, 2, 4, 6));
      yield* body(client('B', [0]));
    },
  };
  return {
    shared: [...nodes, store, time, sequence, luck],
    actors: operator === undefined ? actors : { ...actors, operator: () => operator(nodes) },
    finally: [keepsEveryUpdate(store, null)],
    faults,
    ticks,
  };
}

function threeNodes(): readonly Vote[] {
  return [1, 2, 3].map((number) => ({ node: keyValueStore(`node ${number}`), key: 'lock' }));
}

/** One server with three databases. */
function oneServer(): readonly Vote[] {
  const node = keyValueStore('redis');
  return [0, 1, 2].map((number) => ({ node, key: `db${number}:lock` }));
}

const pauseOfA: Faults = { pause: { actors: ['A'], ticks: lease } };

function* restartSecond([, second]: readonly KeyValueStore[]): Body {
  if (second !== undefined) yield* second.restart();
}

function* restartSecondLater([, second]: readonly KeyValueStore[]): Body {
  if (second !== undefined) yield* second.restart(lease);
}

function* restartFirst([first]: readonly KeyValueStore[]): Body {
  if (first !== undefined) yield* first.restart();
}

function* restartAndSetForward(nodes: readonly KeyValueStore[]): Body {
  yield* restartSecond(nodes);
  yield* setSecondForward(nodes);
}

function* setSecondForward([, second]: readonly KeyValueStore[]): Body {
  if (second !== undefined) yield* second.setClockForward(lease);
}

/** The work takes a tick. */
function* addOne({ store, time }: Client): Body {
  const value = yield* store.read();
  yield* sleep(time, 1);
  yield* store.write(value + 1);
}

function* withBlock(client: Client): Body {
  yield* acquire(client, askAllInTime, 1);
  yield* addOne(client);
  yield* release(client);
}

/** Tries once, and lets go in any case, as "finally" does. */
function* onceAndFinally(client: Client): Body {
  if (yield* askAllInTime(client)) yield* addOne(client);
  yield* release(client);
}

/** Two transfers, one after the other. */
function* twiceAndFinally(client: Client): Body {
  yield* onceAndFinally(client);
  yield* onceAndFinally(client);
}

function locked(ask = askAllInTime, most = 3) {
  return function* (client: Client): Body {
    if (yield* acquire(client, ask, most)) yield* addOne(client);
    yield* release(client);
  };
}

function* fenced(client: Client): Body {
  const { store, time, sequence } = client;
  if (yield* acquire(client)) {
    const token = yield* sequence.add(1);
    const value = yield* store.readWith(token);
    yield* sleep(time, 1);
    if (value !== null) yield* store.writeWith(token, value + 1);
  }
  yield* release(client);
}

export default defineScenario({
  name: 'redlock',
  title: 'A lock on a majority of Redis servers',
  promise: 'Two clients never work on the same number, so that no update is lost.',
  topic: 'Redlock',
  variants: {
    'validity-unused': {
      explanation: 'The time that is left, lease less what the asking took, is computed and printed, and then not looked at. A\'s requests are slow: when the last node says yes, its lock on the first has run out already. B gets that one and the next, and both work.',
      expect: 'FAILED',
      fix: 'Measure from before the first request, and count the lock only if what is left is enough for the work. Otherwise let go of all nodes and try again.',
      system: () => twoClients({ ticks: 16, isSlow: true }, locked(askAll, 2)),
    },
    'validity-checked': {
      explanation: 'Each client measures from before its first request and takes the lock only if enough of the lease is left for its work. Slow requests now cost A the lock, and not the update. Nobody stands still here: against that, checking the time does not help.',
      expect: 'PROVED',
      system: () => twoClients({ ticks: 16, isSlow: true }, locked(askAllInTime, 2)),
    },
    'pause-after-majority': {
      explanation: 'A has its majority, and enough time left. Then it stands still until its locks have run out on every node; B gets a majority and works, and A wakes up and goes on where it was. More servers make no difference: they were all asked before the pause.',
      expect: 'FAILED',
      fix: 'Send a fencing token with each call and have the store turn away older ones. The lock makes conflicts rare; it is the token that makes them harmless.',
      system: () => twoClients({ ticks: 14, faults: pauseOfA }, locked()),
    },
    'clock-jump': {
      explanation: 'A holds two of three nodes. The clock of one of them is set forward, so A\'s lock there runs out early, by that clock; B gets that node and the third. Redlock relies on clocks that run at the same pace, and a step of the time service is enough to break it.',
      expect: 'FAILED',
      fix: 'Let the time service slew clocks and never step them, and use a fencing token where it matters.',
      system: () => twoClients({ ticks: 14, operator: setSecondForward }, locked()),
    },
    'restart-forgets': {
      explanation: 'A holds two of three nodes. One of them is started again and has forgotten A\'s lock; B gets that one and the third. Two majorities always share a node, but that helps only if the node remembers.',
      expect: 'FAILED',
      fix: 'Let a node that was started again stay away for as long as a lock lasts, or write each lock to disk before it is granted.',
      system: () => twoClients({ ticks: 14, operator: restartSecond }, locked()),
    },
    'restarts-late': {
      explanation: 'A node that was started again answers nobody until every lock that it may have forgotten has run out. By then A\'s lock is over on the other nodes too.',
      expect: 'PROVED',
      system: () => twoClients({ ticks: 14, operator: restartSecondLater }, locked()),
    },
    'one-server': {
      explanation: 'The "servers" are databases 0, 1, 2 and so on of one and the same Redis. They fail together: one restart, and every vote is forgotten. A majority of one machine is one machine.',
      expect: 'FAILED',
      fix: 'Use servers that share neither machine nor disk nor power, or one server and a fencing token: the same safety for less work.',
      system: () => twoClients({ ticks: 14, votes: oneServer(), operator: restartFirst }, locked()),
    },
    'shared-lock-id': {
      explanation: 'One manager object serves all threads, and its id is made once. To compare before deleting does not help when everybody has the same id: B fails to get a majority, lets go of "its" locks as it should, and they are A\'s. Its next try succeeds, beside A.',
      expect: 'FAILED',
      fix: 'A new random id for each acquisition, not for each manager; and let go only of what you did acquire.',
      system: () => twoClients({ ticks: 14, areIdsShared: true }, locked()),
    },
    'released-in-finally': {
      explanation: 'A transfer that does not get its lock returns, and "finally" lets go of all its locks, those too that it never had. With one id for all threads that frees the lock of whoever is at work, and the next transfer comes in beside it.',
      expect: 'FAILED',
      fix: 'Begin "try" after the lock was acquired, so that "finally" lets go of what is held and of nothing else. With an id for each acquisition a release too many does no harm.',
      system: () => twoClients({ ticks: 14, areIdsShared: true }, twiceAndFinally),
    },
    'released-in-finally-with-own-id': {
      explanation: 'The same release too many, but each client has an id of its own. The comparison finds somebody else\'s id on every node and deletes nothing.',
      expect: 'PROVED',
      system: () => twoClients({ ticks: 14 }, twiceAndFinally),
    },
    'with-block-without-lock': {
      explanation: 'After its last try acquire returns false. The "with" block does not look at it and runs its body without the lock, beside whoever has it.',
      expect: 'FAILED',
      fix: 'Have __enter__ throw when the lock was not acquired, so that the body cannot run.',
      system: () => twoClients({ ticks: 14 }, withBlock),
    },
    'fencing-token': {
      explanation: 'Whoever gets the lock takes a number from a database and sends it with each read and write; the store turns away numbers older than one it has seen. Pauses, clocks that jump and nodes that forget may still give the lock to two, but the older one\'s write is refused. It is told so, and may try again.',
      expect: 'PROVED',
      system: () => twoClients({ ticks: 14, faults: pauseOfA, operator: restartAndSetForward }, fenced),
    },
  },
});
