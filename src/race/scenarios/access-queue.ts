import { again, forever, loop, type Body } from '../model/loop.ts';
import { accessQueue, folder, queue, type AccessQueue, type Folder } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import { acquire, countOnce, countsAll } from './parts/file-steps.ts';

const file = 'data.json';
const lock = 'data.lock';

function disk(): Folder {
  return folder('folder', { [file]: '10' });
}

/** One that calls update(): it works through the queue when nobody else does, and waits for its own turn. */
function* update(own: AccessQueue, operation: () => Body): Body {
  if (yield* own.enqueue()) {
    yield* loop(null, function* () {
      const caller = yield* own.next();
      if (caller === null) return true;
      yield* operation();
      yield* own.settle(caller);
      return again(null);
    });
  }
  yield* own.whenSettled();
}

/** Callers, and the queue in which each puts its update. */
function callers(files: Folder, queues: Readonly<Record<string, AccessQueue>>, operation: () => Body = () => countOnce(files, file)): System {
  const names = Object.keys(queues);
  return {
    shared: [files, ...new Set(Object.values(queues))],
    actors: Object.fromEntries(Object.entries(queues).map(([name, own]) => [name, () => update(own, operation)])),
    finally: [countsAll(files, file, 10, names)],
  };
}

export default defineScenario({
  name: 'access-queue',
  title: 'Updates of a file, one after the other in a queue',
  promise: 'Every update is kept, and every caller gets an answer.',
  topic: 'access queue',
  variants: {
    'a-queue-in-each-process': {
      explanation:
        'Each process puts its updates of a file into a queue in its own memory, and works through it. Within one process that is safe. But the other process has a queue of its own, which knows nothing of this one: A and C read the same number, and one of their updates is lost.',
      expect: 'FAILED',
      fix: 'A queue in memory orders one process. Among processes, run each update inside a lock file as well, or let one process own the file and the others ask it.',
      system() {
        const files = disk();
        const [first, second] = [accessQueue('queue of the first process'), accessQueue('queue of the second')];
        return callers(files, { A: first, B: first, C: second });
      },
    },
    'two-queues-in-one-process': {
      explanation:
        'One process, and two parts of it that each make a queue for the same file: two modules, or one path written in two ways. Two queues are as good as none, also in one process.',
      expect: 'FAILED',
      fix: 'One queue for each file, kept in one place by the real path of the file (links resolved).',
      system() {
        const files = disk();
        return callers(files, { A: accessQueue('queue of one module'), B: accessQueue('queue of another') });
      },
    },
    'update-within-an-update': {
      explanation:
        'The function that is given to update() calls read() of the same queue and waits for it. That read stands behind the update that waits for it, and neither will ever be done.',
      expect: 'FAILED',
      fix: 'Hand what is needed into the function instead of asking the queue for it, or give the queue a way to tell that the caller is already inside. The order in which one waits must never lead back to oneself.',
      system() {
        const files = disk();
        const own = accessQueue('queue');
        return {
          shared: [files, own],
          actors: {
            *A() {
              yield* own.enqueue();
              yield* own.next();
              yield* own.enqueue();
              yield* own.whenSettled();
              yield* countOnce(files, file);
              yield* own.settle('A');
            },
          },
        };
      },
    },
    'stops-after-another-await': {
      explanation:
        'The worker sees that the queue is empty, awaits something (a log line, say), and only then notes that nobody is at work. B comes in between: it finds a worker and relies on it. The worker stops, and B’s update lies there until somebody calls again, or for ever.',
      expect: 'FAILED',
      fix: 'Look at the queue and note that nobody works in one go, with no await between: as the code after the last await of the loop runs without a break, that is one step.',
      system() {
        const files = disk();
        const own = accessQueue('queue');
        const caller = function* (): Body {
          if (yield* own.enqueue()) {
            yield* loop(null, function* () {
              if (yield* own.isEmpty()) return true;
              const next = yield* own.next();
              yield* countOnce(files, file);
              if (next !== null) yield* own.settle(next);
              return again(null);
            });
            yield* own.stop();
          }
          yield* own.whenSettled();
        };
        return { shared: [files, own], actors: { A: caller, B: caller } };
      },
    },
    'one-process': {
      explanation:
        'All callers are in one process and share one queue. The first that comes works through it, and the others wait for their turn. Between looking whether the queue is empty and noting that nobody works there is no await, so no call is ever overlooked.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const own = accessQueue('queue');
        return callers(files, { A: own, B: own, C: own });
      },
    },
    'queue-inside-a-lock': {
      explanation:
        'Each process has its queue, and does each update under the file’s lock. The queue spares the lock from contention within a process, and the lock keeps the processes apart.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const [first, second] = [accessQueue('queue of the first process'), accessQueue('queue of the second')];
        return callers(files, { A: first, B: first, C: second }, function* () {
          yield* acquire(files, lock);
          yield* countOnce(files, file);
          yield* files.unlink(lock);
        });
      },
    },
    'one-owning-process': {
      explanation:
        'One process owns the file, and all others send it their updates and wait for the answers. Its queue is the only one there is, so that it is right across processes as well. Nobody else may touch the file.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const clients = ['A', 'B', 'C'];
        const socket = queue<string>('socket of the owner');
        const answers = clients.map((name) => queue<string>(`answers to ${name}`));
        const client = (name: string, at: number) => function* (): Body {
          yield* socket.put(name);
          const own = answers[at];
          if (own !== undefined) yield* own.take();
        };
        return {
          shared: [files, socket, ...answers],
          actors: {
            ...Object.fromEntries(clients.map((name, at) => [name, client(name, at)])),
            owner: {
              serves: true,
              *run() {
                yield* forever(function* () {
                  const from = yield* socket.take();
                  yield* countOnce(files, file);
                  const answer = answers[clients.indexOf(from)];
                  if (answer !== undefined) yield* answer.put('done');
                });
              },
            },
          },
          finally: [countsAll(files, file, 10, clients)],
        };
      },
    },
  },
});
