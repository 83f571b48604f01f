import { forever, type Body } from '../model/loop.ts';
import { chance, mutex, naps, type Chance, type Mutex, type Naps } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import { everybodyGetsThrough, giveWay, nested, randomPause, samePause } from './parts/two-locks.ts';

interface Things {
  readonly a: Mutex;
  readonly b: Mutex;
  readonly sleep: Naps;
  readonly dice: Chance;
}

/** Two threads that both need both locks, and can pause. */
function both(T1: (its: Things) => Body, T2: (its: Things) => Body): System {
  const its: Things = { a: mutex('lock A'), b: mutex('lock B'), sleep: naps('pauses', ['T1', 'T2']), dice: chance() };
  const through = (run: (its: Things) => Body) =>
    function* (): Body {
      yield* run(its);
      yield* its.sleep.leave();
    };
  return { shared: [its.a, its.b, its.sleep, its.dice], actors: { T1: through(T1), T2: through(T2) }, goals: everybodyGetsThrough('T1', 'T2') };
}

export default defineScenario({
  name: 'livelock',
  title: 'Two threads give way to each other',
  promise: 'Both threads get through.',
  topic: 'livelock',
  variants: {
    'back-off-in-step': {
      explanation: 'Each takes its first lock, finds the second taken, lets go, pauses and begins anew; both pause equally long. They meet again at the same place, like two people in a corridor who step aside to the same side. Both are busy, no lock is held for long, and nothing ever gets done.',
      expect: 'FAILED',
      fix: 'Break the symmetry: pause for a time that chance decides (backoff with jitter), or let one of the two go first.',
      system: () => both(({ a, b, sleep }) => giveWay(a, b, () => samePause(sleep)), ({ a, b, sleep }) => giveWay(b, a, () => samePause(sleep))),
    },
    'retry-at-once': {
      explanation: 'The same without any pause. Letting go and taking again can go on in step for ever, and it burns the processor as it does.',
      expect: 'FAILED',
      fix: 'Pause before you try again, and for a time that chance decides.',
      system: () => both(({ a, b }) => giveWay(a, b, nothing), ({ a, b }) => giveWay(b, a, nothing)),
    },
    'never-leaves-the-loop': {
      explanation: 'The example as it is usually printed: "while True", try A, try B, and let go of A if B is taken. What is missing is what happens when B is not taken. The loop has no way out: who has both tries A again, which it holds itself, and the other tries for ever. And both take A first, so that they never give way to each other at all.',
      expect: 'FAILED',
      fix: 'Leave the loop when both locks are held, and release them in a finally. Test the way that succeeds, not only the one that fails.',
      system() {
        const loop = ({ a, b, sleep }: Things): Body =>
          forever(function* () {
            if (!(yield* a.tryAcquire())) return;
            if (yield* b.tryAcquire()) return;
            yield* a.release();
            yield* samePause(sleep);
          });
        return both(loop, loop);
      },
    },
    'random-pause': {
      explanation: 'Each pauses for a time that chance decides. As long as both draw the same they meet again, but they cannot draw the same for ever. Once the pauses differ, the one that wakes first finds both locks free, as long as a pause is longer than a try.',
      expect: 'PROVED',
      system: () => both(({ a, b, sleep, dice }) => giveWay(a, b, () => randomPause(sleep, dice)), ({ a, b, sleep, dice }) => giveWay(b, a, () => randomPause(sleep, dice))),
    },
    'one-has-priority': {
      explanation: 'The first thread never gives way: it keeps A and waits for B. Only the second lets go and tries again, so that B becomes free and the first gets through, and after it the second. Equal pauses do no harm, since the two are not alike any more.',
      expect: 'PROVED',
      system: () => both(({ a, b }) => nested(a, b), ({ a, b, sleep }) => giveWay(b, a, () => samePause(sleep))),
    },
  },
});

function* nothing(): Body {}
