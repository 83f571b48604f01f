import { forever, type Body } from '../model/loop.ts';
import { clock } from '../model/objects/clock.ts';
import { mutex, type Mutex } from '../model/objects/mutex.ts';
import { processes } from '../model/objects/processes.ts';
import { queue, type Queue } from '../model/objects/queue.ts';
import { counter, register, type Counter, type Register } from '../model/objects/register.ts';
import { defineScenario, promise, type ActorOf, type Condition, type System, type View } from '../model/scenario.ts';
import type { SharedObject } from '../model/shared-object.ts';

/** A file with a number in it, that is replaced as a whole, by renaming a new one over it. */
function counterFile(): Counter {
  return counter('counter.json', 0, 'file');
}

/** The same with the requests that are in the number. */
type Contents = { readonly value: number; readonly requests: readonly string[] };

function countsAll(file: SharedObject, valueIn: (view: View) => number, clients: number): Condition {
  return {
    name: 'Every request is carried out once.',
    holds: (view) => valueIn(view) === clients,
    says: (view) => `${clients} requests were made, and ${file.name} says ${valueIn(view)}.`,
  };
}

function actorsOf(names: readonly string[], body: (name: string) => Body): Record<string, ActorOf> {
  return Object.fromEntries(names.map((name) => [name, () => body(name)]));
}

/** Reads the file, adds one, and writes it. */
function* addOne(file: Counter): Body {
  const value = yield* file.read();
  yield* file.write(value + 1);
}

/** Adds one unless that request is in the file already. */
function* addOnce(file: Register<Contents>, name: string): Body {
  const { value, requests } = yield* file.read();
  if (!requests.includes(name)) yield* file.write({ value: value + 1, requests: [...requests, name].toSorted() });
}

/** Each client opens the file by itself. */
function everyoneWrites(lockOf: (name: string) => Mutex | null): System {
  const names = ['A', 'B'];
  const file = counterFile();
  const locks = new Map(names.map((name) => [name, lockOf(name)]));
  const shared = [...new Set(locks.values())].filter((lock) => lock !== null);
  const actors = actorsOf(names, function* (name) {
    const lock = locks.get(name);
    if (lock) yield* lock.acquire();
    yield* addOne(file);
    if (lock) yield* lock.release();
  });
  return { shared: [file, ...shared], actors, finally: [countsAll(file, (view) => view.of(file), names.length)] };
}

/** One lock file for all; whoever holds it works for a tick, and whoever waits does so for no more than that many. */
function impatient(patience: number): System {
  const names = ['A', 'B', 'C'];
  const [file, lock, time] = [counterFile(), mutex('counter.json.lock'), clock()];
  const actors = actorsOf(names, function* (name) {
    const isMine = yield* lock.acquireUntil(patience);
    promise(isMine, `${name} has waited for ${patience} ${patience === 1 ? 'tick' : 'ticks'} and gives up; its request is not carried out.`);
    yield* addOne(file);
    yield* time.sleepUntil((yield* time.now()) + 1);
    yield* lock.release();
  });
  return { shared: [file, lock, time], actors, finally: [countsAll(file, (view) => view.of(file), names.length)], ticks: names.length };
}

interface Sockets {
  readonly inbox: Queue<string>;
  readonly answers: ReadonlyMap<string, Queue<string>>;
}

function sockets(names: readonly string[]): Sockets {
  return { inbox: queue('requests'), answers: new Map(names.map((name) => [name, queue<string>(`answers to ${name}`)])) };
}

function* answer({ answers }: Sockets, name: string): Body {
  const answersToIt = answers.get(name);
  if (answersToIt !== undefined) yield* answersToIt.put('done');
}

function* request({ inbox, answers }: Sockets, name: string): Body {
  yield* inbox.put(name);
  const own = answers.get(name);
  if (own !== undefined) yield* own.take();
}

/** Takes one request after the other, and has done with it before the next. */
function* serve(parts: Sockets, carryOut: (name: string) => Body): Body {
  yield* forever(function* () {
    const name = yield* parts.inbox.take();
    yield* carryOut(name);
    yield* answer(parts, name);
  });
}

/** @param handlers how many requests the owner has in hand at once */
function owned(names: readonly string[], handlers: number, mayEnd = false): System {
  const [file, parts] = [counterFile(), sockets(names)];
  const owners = handlers === 1 ? ['owner'] : Array.from({ length: handlers }, (_each, at) => `handler ${at + 1}`);
  const serving = Object.fromEntries(owners.map((owner) => [owner, { run: () => serve(parts, () => addOne(file)), serves: true }]));
  return {
    shared: [file, parts.inbox, ...parts.answers.values()],
    actors: { ...actorsOf(names, (name) => request(parts, name)), ...serving },
    finally: [countsAll(file, (view) => view.of(file), names.length)],
    ...(mayEnd ? { faults: { crash: { actors: owners } } } : {}),
  };
}

/** The owner may end at any step, and another takes its place on a socket of its own. Who gets no answer asks that one. */
function succeeded(file: SharedObject, valueIn: (view: View) => number, carryOut: (name: string) => Body): System {
  const names = ['A', 'B'];
  const parts = sockets(names);
  const successor: Sockets = { ...parts, inbox: queue('requests to the successor') };
  const [time, list] = [clock(), processes()];
  const actors = actorsOf(names, function* (name) {
    yield* parts.inbox.put(name);
    const own = parts.answers.get(name);
    if (own !== undefined && (yield* own.takeUntil(1)) === null) yield* request(successor, name);
  });
  return {
    shared: [file, parts.inbox, successor.inbox, ...parts.answers.values(), time, list],
    actors: {
      ...actors,
      owner: { run: () => serve(parts, carryOut), serves: true },
      successor: {
        * run() {
          yield* list.whenDead('owner');
          yield* serve(successor, carryOut);
        },
        serves: true,
      },
    },
    finally: [countsAll(file, valueIn, names.length)],
    faults: { crash: { actors: ['owner'] } },
    ticks: 1,
  };
}

function succeededWithoutIds(): System {
  const file = counterFile();
  return succeeded(file, (view) => view.of(file), () => addOne(file));
}

function succeededWithIds(): System {
  const file = register<Contents>('counter.json', { value: 0, requests: [] }, 'file');
  return succeeded(file, (view) => view.of(file).value, (name) => addOnce(file, name));
}

export default defineScenario({
  name: 'one-owner',
  title: 'One owner of a file, or a lock for everybody',
  promise: 'Every request is carried out once, and whoever made it gets to know.',
  topic: 'asynchronous owner against locking',
  variants: {
    'everyone-writes': {
      explanation: 'Every client opens the file, reads, adds one and writes. Non-blocking calls change nothing about that: two clients read the same number, and one request is lost.',
      expect: 'FAILED',
      fix: 'One lock file for all, or one process that owns the file and is sent messages.',
      system: () => everyoneWrites(() => null),
    },
    'a-lock-file-each': {
      explanation: 'Every client has a lock file, but each its own. Each gets its lock at once, every time; there is nothing that two of them would both have to hold.',
      expect: 'FAILED',
      fix: 'The lock\'s name must come from what is locked and not from who locks it: counter.json.lock for all.',
      system: () => everyoneWrites((name) => mutex(`${name}.lock`)),
    },
    'one-lock-file': {
      explanation: 'One lock file for all clients, held over reading, adding and writing. Nothing is lost, as long as everybody waits as long as it takes.',
      expect: 'PROVED',
      system: () => {
        const lock = mutex('counter.json.lock');
        return everyoneWrites(() => lock);
      },
    },
    'waits-add-up': {
      explanation: 'Each client waits for the lock file with a timeout that is twice what the work takes. With three clients the last one waits for the work of the other two, its time is up at the moment when the lock becomes free, and its request is not carried out. With more clients it is more of them.',
      expect: 'FAILED',
      fix: 'A timeout must grow with the number of clients, or the work be smaller; a timeout wants a retry. An owning process has a queue instead, in which nobody\'s turn is lost.',
      system: () => impatient(2),
    },
    'await-in-the-middle': {
      explanation: 'One process owns the file, but its event loop has two requests in hand at once: at the await between reading and writing the other one goes on. One thread does not make a race impossible; each await is a place where another handler may run.',
      expect: 'FAILED',
      fix: 'Have the owner finish one request before it takes the next: a queue with one worker, or a mutex around the handler.',
      system: () => owned(['A', 'B'], 2),
    },
    'one-at-a-time': {
      explanation: 'One process owns the file, takes one message after the other, and answers when it is done. The queue is the lock: there is nobody to race with, and clients wait for their answer alone.',
      expect: 'PROVED',
      system: () => owned(['A', 'B', 'C'], 1),
    },
    'owner-ends': {
      explanation: 'The owner ends with requests in its queue. Nobody answers any more, and the clients wait for ever; a lock file would have kept only the one lock. That is the price of an owner: it has to be watched.',
      expect: 'FAILED',
      fix: 'Start a new owner when one ends, and have clients ask again after a timeout, with an id for each request.',
      system: () => owned(['A', 'B'], 1, true),
    },
    'asks-again': {
      explanation: 'A new owner takes over, and clients that got no answer ask again. But the old one may have ended after it wrote and before it answered: then the request is carried out twice.',
      expect: 'FAILED',
      fix: 'Give each request an id, and have the owner keep the ids of what it has done in the same file as the result, written in one step.',
      system: succeededWithoutIds,
    },
    'asks-again-with-an-id': {
      explanation: 'Each request has an id, and the owner writes it into the file together with the new number. Whoever is asked again finds the id there and only answers. Once, whenever the owner ends.',
      expect: 'PROVED',
      system: succeededWithIds,
    },
  },
});
