import { forever } from '../model/loop.ts';
import { mutex, processor, register, type Mutex, type Processor } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** A thread of high priority that always has something to do, and one of low priority with one thing to do. */
function highAndLow(highRuns: (cpu: Processor) => ReturnType<Processor['run']>): System {
  const cpu = processor('processor', { high: 3, low: 1 });
  return {
    shared: [cpu],
    actors: {
      *high() {
        yield* forever(function* () {
          yield* highRuns(cpu);
        });
      },
      *low() {
        yield* cpu.run();
        yield* cpu.rest();
      },
    },
    goals: [{ name: 'The thread of low priority does its work.', isAwaited: (view) => !view.hasEnded('low') }],
  };
}

/** High waits for a lock that low holds, while medium has work without an end and wants no lock. */
function inversion(waitFor: (lock: Mutex, cpu: Processor) => Generator<ReturnType<Processor['lend'] | Mutex['acquire']>, unknown, unknown>): System {
  const cpu = processor('processor', { low: 1 });
  const lock = mutex('lock');
  const waits = register<boolean>('high waits', false);
  return {
    shared: [cpu, lock, waits],
    actors: {
      *low() {
        yield* lock.acquire();
        yield* cpu.run();
        yield* lock.release();
        yield* cpu.rest();
      },
      *medium() {
        yield* cpu.wantToRun(2);
        yield* forever(function* () {
          yield* cpu.run();
        });
      },
      *high() {
        yield* waits.write(true);
        yield* waitFor(lock, cpu);
        yield* cpu.wantToRun(3);
        yield* cpu.run();
        yield* lock.release();
        yield* cpu.rest();
        yield* waits.write(false);
      },
    },
    goals: [{ name: 'The thread of high priority gets the lock and does its work.', isAwaited: (view) => view.of(waits) }],
  };
}

export default defineScenario({
  name: 'processor-priority',
  title: 'Priorities on one processor',
  promise: 'Every thread that has something to do gets to do it, whatever its priority.',
  topic: 'starvation',
  variants: {
    'strict-priority': {
      explanation: 'The scheduler always runs the most important thread that wants to run, and that one has work without an end. The other is never chosen. It holds no lock and waits for nobody; it just never runs.',
      expect: 'FAILED',
      fix: 'Raise the priority of whoever has waited (aging), give everybody a share, or let the important thread wait for something now and then.',
      system: () => highAndLow((cpu) => cpu.run()),
    },
    'aging': {
      explanation: 'Each time that a thread is passed over, its priority rises, up to that of the one that runs. Sooner or later it is as important as that, and gets its turn.',
      expect: 'PROVED',
      system: () => highAndLow((cpu) => cpu.runAndAge()),
    },
    'priority-inversion': {
      explanation: 'The thread of low priority holds a lock that the one of high priority needs. A third, in the middle, wants no lock at all, but runs instead of the low one, which therefore never releases. So the middle keeps the high one waiting, which no priority says; a lander on Mars reset itself again and again because of this in 1997.',
      expect: 'FAILED',
      fix: 'Priority inheritance: as long as a thread waits for a lock, the holder has at least its priority. And keep sections short that important threads need.',
      system: () =>
        inversion(function* (lock) {
          yield* lock.acquire();
        }),
    },
    'priority-inheritance': {
      explanation: 'The thread of high priority lends its priority to the holder while it waits. The low one then runs before the middle one, comes to the end of its section and releases, and the high one goes on.',
      expect: 'PROVED',
      system: () =>
        inversion(function* (lock, cpu) {
          yield* cpu.lend('low', 3);
          yield* lock.acquire();
        }),
    },
  },
});
