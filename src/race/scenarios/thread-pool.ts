import { retry, type Body } from '../model/loop.ts';
import { future, queue, register, room, type Future, type Queue } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** What makes a worker end. */
const shutDown = 'shut down';

/** What each task does, by its name. */
type Tasks = Readonly<Record<string, () => Body>>;

/** Works on tasks until it is told to end. */
function* work(pool: Queue<string>, tasks: Tasks): Body {
  yield* retry(function* () {
    const task = yield* pool.take();
    if (task === shutDown) return true;
    yield* tasks[task]?.() ?? [];
    return undefined;
  });
}

/** A task that comes to something. */
function taskOf(own: Future, value: number, before: () => Body = nothing): () => Body {
  return function* () {
    yield* own.start();
    yield* before();
    yield* own.resolve(value);
  };
}

function* nothing(): Body {}

/** Submits tasks, waits for those, and has the workers end. */
function* submitAll(pool: Queue<string>, tasks: readonly string[], waitFor: readonly Future[], workers: number): Body {
  for (const name of tasks) yield* pool.put(name);
  for (const each of waitFor) yield* each.result();
  for (let worker = 0; worker < workers; worker += 1) yield* pool.put(shutDown);
}

/** Two outer tasks, each of which needs an inner one. */
function nested(innerOf: (inner: Future, name: string, inside: Queue<string>) => () => Body, isInOwnPool: boolean): System {
  const pool = queue<string>('pool');
  const innerPool = isInOwnPool ? queue<string>('inner pool') : pool;
  const [outer1, outer2, inner1, inner2] = [future('outer 1'), future('outer 2'), future('inner 1'), future('inner 2')] as const;
  const tasks: Tasks = {
    'outer 1': taskOf(outer1, 1, innerOf(inner1, 'inner 1', innerPool)),
    'outer 2': taskOf(outer2, 2, innerOf(inner2, 'inner 2', innerPool)),
    'inner 1': taskOf(inner1, 1),
    'inner 2': taskOf(inner2, 2),
  };
  const worker = (): Body => work(pool, tasks);
  return {
    shared: [...new Set([pool, innerPool]), outer1, outer2, inner1, inner2],
    actors: {
      *main() {
        yield* submitAll(pool, ['outer 1', 'outer 2'], [outer1, outer2, inner1, inner2], 2);
        if (isInOwnPool) yield* innerPool.put(shutDown);
      },
      W1: worker,
      W2: worker,
      ...(isInOwnPool ? { inner: () => work(innerPool, tasks) } : {}),
    },
  };
}

export default defineScenario({
  name: 'thread-pool',
  title: 'Two workers, and tasks that need each other or fail',
  promise: 'Every task is done, at most two at once, every failure is seen, and all come to an end.',
  topic: 'thread pool, future',
  variants: {
    'task-waits-for-a-task-of-its-pool': {
      explanation: 'Each of two tasks submits another to the same pool and waits for its result. With two workers both are taken up by tasks that wait, and the tasks that they wait for stand in the queue behind them. No lock is to be seen anywhere, and it is a deadlock.',
      expect: 'FAILED',
      fix: 'Never wait inside a pool for a task of the same pool: give inner tasks a pool of their own, or return and let whoever submitted both wait.',
      system: () =>
        nested(
          (inner, name, inside) =>
            function* () {
              yield* inside.put(name);
              yield* inner.result();
            },
          false,
        ),
    },
    'pool-for-inner-tasks': {
      explanation: 'The inner tasks have a pool of their own, whose worker waits for nobody. So each inner task comes to an end, and with it the outer one that waits. Waiting goes from one pool to the next and never back: an order, as with locks.',
      expect: 'PROVED',
      system: () =>
        nested(
          (inner, name, inside) =>
            function* () {
              yield* inside.put(name);
              yield* inner.result();
            },
          true,
        ),
    },
    'waits-outside-of-the-pool': {
      explanation: 'An outer task submits its inner one and ends, and main waits for all of them. No worker ever waits for anything but the next task, so two are enough, and one would be too.',
      expect: 'PROVED',
      system: () =>
        nested(
          (_inner, name, inside) =>
            function* () {
              yield* inside.put(name);
            },
          false,
        ),
    },
    'thread-for-each-task': {
      explanation: 'Each task gets a thread of its own as soon as it is there. Nothing limits how many there are: three tasks run at once on what is meant for two, and with three thousand it is three thousand threads.',
      expect: 'FAILED',
      fix: 'Give the tasks to a pool with so many workers. Further tasks wait in its queue.',
      system() {
        const machine = room('the machine', 2);
        const thread = function* (): Body {
          yield* machine.enter();
          yield* machine.leave();
        };
        return { shared: [machine], actors: { 'task 1': thread, 'task 2': thread, 'task 3': thread } };
      },
    },
    'bounded-pool': {
      explanation: 'Three tasks and two workers. A worker takes the next task when it is through with the one before, so that two run at once and the third waits in the queue. Main waits for all of them and then has the workers end.',
      expect: 'PROVED',
      system() {
        const machine = room('the machine', 2);
        const pool = queue<string>('pool');
        const futures = ['task 1', 'task 2', 'task 3'].map((name) => future(name));
        const tasks: Tasks = Object.fromEntries(
          futures.map((own, at) => [
            own.name,
            taskOf(own, at, function* () {
              yield* machine.enter();
              yield* machine.leave();
            }),
          ]),
        );
        const worker = (): Body => work(pool, tasks);
        return { shared: [machine, pool, ...futures], actors: { main: () => submitAll(pool, Object.keys(tasks), futures, 2), W1: worker, W2: worker } };
      },
    },
    'nobody-asks-the-future': {
      explanation: 'A task is submitted and its future thrown away ("fire and forget"). The task throws, the future keeps the error, and nobody ever asks for it. Everything ends as if all were well.',
      expect: 'FAILED',
      fix: 'Ask each future for its result, or give it a callback that looks at the error.',
      system() {
        const pool = queue<string>('pool');
        const own = future('future');
        const seen = register<string | null>('seen error', null);
        return failing(pool, own, seen, function* () {
          yield* submitAll(pool, ['task'], [], 1);
        });
      },
    },
    'result-asked-for': {
      explanation: 'Main asks the future for its result. It waits until the task has come out, and an error of the task is thrown again here, where somebody can do something about it.',
      expect: 'PROVED',
      system() {
        const pool = queue<string>('pool');
        const own = future('future');
        const seen = register<string | null>('seen error', null);
        return failing(pool, own, seen, function* () {
          yield* pool.put('task');
          const outcome = yield* own.result();
          if (outcome.is === 'failed') yield* seen.write(outcome.error);
          yield* pool.put(shutDown);
        });
      },
    },
    'worker-dies-of-a-task': {
      explanation: 'A pool written by hand, whose worker does not catch what a task throws. The first bad task ends the thread; the tasks behind it stay in the queue, and main waits for the second for ever. A join on the thread would return without a word.',
      expect: 'FAILED',
      fix: 'Catch everything around each task, put it into the future, and go on with the next task.',
      system() {
        const pool = queue<string>('pool');
        const good = future('second task');
        return {
          shared: [pool, good],
          actors: {
            main: () => submitAll(pool, ['bad', 'good'], [good], 1),
            *worker() {
              yield* retry(function* () {
                const name = yield* pool.take();
                if (name !== 'good') return true;
                yield* taskOf(good, 1)();
                return undefined;
              });
            },
          },
        };
      },
    },
    'error-in-the-future': {
      explanation: 'The worker catches what the first task throws and puts it into its future. It is there for the second task, and whoever waits for either is told how it came out.',
      expect: 'PROVED',
      system() {
        const pool = queue<string>('pool');
        const bad = future('first task');
        const good = future('second task');
        const tasks: Tasks = {
          good: taskOf(good, 1),
          *bad() {
            yield* bad.start();
            yield* bad.reject('ValueError');
          },
        };
        return {
          shared: [pool, bad, good],
          actors: { main: () => submitAll(pool, ['bad', 'good'], [bad, good], 2), W1: () => work(pool, tasks), W2: () => work(pool, tasks) },
          finally: [{ name: 'The error is in the future.', holds: (view) => view.of(bad).is === 'failed' }],
        };
      },
    },
  },
});

/** A pool of one worker with a task that throws. */
function failing(pool: Queue<string>, own: Future, seen: ReturnType<typeof register<string | null>>, main: () => Body): System {
  const tasks: Tasks = {
    *task() {
      yield* own.start();
      yield* own.reject('ValueError');
    },
  };
  return {
    shared: [pool, own, seen],
    actors: { main, worker: () => work(pool, tasks) },
    finally: [{ name: 'The failure is seen.', holds: (view) => view.of(seen) !== null, says: () => 'The task failed with a ValueError, and nobody has seen it.' }],
  };
}
