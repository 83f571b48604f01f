import { retry, type Body } from '../model/loop.ts';
import { mutex, semaphore, type Mutex } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import { everybodyGetsThrough } from './parts/two-locks.ts';

const many = 3;
const seats = Array.from({ length: many }, (_seat, at) => at);

/** Philosophers at a round table with a fork between any two. */
function table(dine: (left: Mutex, right: Mutex, seat: number) => Body): System {
  const forks = seats.map((at) => mutex(`fork ${at + 1}`));
  const philosophers = seats.flatMap((seat) => {
    const left = forks[seat];
    const right = forks[(seat + 1) % many];
    return left === undefined || right === undefined ? [] : [[nameOf(seat), () => dine(left, right, seat)] as const];
  });
  return { shared: forks, actors: Object.fromEntries(philosophers) };
}

function nameOf(seat: number): string {
  return `P${seat + 1}`;
}

function* eat(first: Mutex, second: Mutex): Body {
  yield* first.acquire();
  yield* second.acquire();
  yield* first.release();
  yield* second.release();
}

export default defineScenario({
  name: 'dining-philosophers',
  title: 'Three philosophers, three forks',
  promise: 'Everybody eats.',
  topic: 'deadlock',
  variants: {
    'left-first': {
      explanation: 'Everybody takes the fork on the left and then the one on the right. When all have the left one, each waits for a neighbour, all around the table. No two threads use the same two locks in two orders; the ring closes over three.',
      expect: 'FAILED',
      fix: 'Number the forks and take the lower number first. That turns one philosopher around, and the ring cannot close.',
      system: () => table((left, right) => eat(left, right)),
    },
    'one-reaches-right-first': {
      explanation: 'The forks are numbered and the lower number is taken first, so that the last philosopher reaches to the right first. Whoever has the highest fork of all that are held waits for none, eats and lets go.',
      expect: 'PROVED',
      system: () => table((left, right, seat) => (seat === many - 1 ? eat(right, left) : eat(left, right))),
    },
    'one-seat-left-free': {
      explanation: 'A semaphore lets all but one sit down. Then at least one at the table finds both forks, whichever hand is quicker. No order of the forks is needed.',
      expect: 'PROVED',
      system() {
        const seatsFree = semaphore('seats', many - 1);
        const system = table(function* (left, right) {
          yield* seatsFree.acquire();
          yield* eat(left, right);
          yield* seatsFree.release();
        });
        return { ...system, shared: [seatsFree, ...system.shared] };
      },
    },
    'polite': {
      explanation: 'Whoever does not get the right fork puts the left one back and begins anew at once. Nobody waits with a fork in the hand, so nothing is stuck. But all can take, fail and put back in step, for ever.',
      expect: 'FAILED',
      fix: 'An order of the forks needs no retry at all. Where you must retry, pause for a time that chance decides.',
      system() {
        const system = table(function* (left, right) {
          yield* retry(function* () {
            yield* left.acquire();
            if (yield* right.tryAcquire()) return true;
            yield* left.release();
            return undefined;
          });
          yield* left.release();
          yield* right.release();
        });
        return { ...system, goals: everybodyGetsThrough(...seats.map(nameOf)) };
      },
    },
  },
});
