import { retry, type Body } from '../model/loop.ts';
import { clock, counter, fencedStore, folder, room, type Clock, type Folder, type Room } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import { acquire } from './parts/file-steps.ts';

const lock = 'data.lock';

interface Parts {
  readonly files: Folder;
  readonly time: Clock;
  readonly inside: Room;
}

/** Waits for a lock, and takes it for abandoned when it was not touched for two ticks. */
function* robOrAcquire({ files, time }: Pick<Parts, 'files' | 'time'>): Body {
  yield* time.sleepUntil(1);
  yield* retry(function* () {
    if (yield* files.create(lock)) return true;
    const found = yield* files.stat(lock);
    if (found === null || (yield* files.whenGoneUntil(lock, (found.changedAt ?? 0) + 2))) return undefined;
    const now = yield* files.stat(lock);
    if (now !== null && now.changedAt === found.changedAt) yield* files.unlink(lock);
    return undefined;
  });
}

/** Works under the lock until that tick. */
function* workUntil({ files, inside, time }: Parts, tick: number): Body {
  yield* inside.enter();
  yield* time.sleepUntil(tick);
  yield* inside.leave();
  yield* files.unlink(lock);
}

/** A holder that may stand still for longer than locks last, and another who wants in. Both count in a store that knows tokens. */
function fenced(readsWithToken: boolean): System {
  const files = folder('folder', {}, { families: [lock], times: true });
  const time = clock();
  const tokens = counter('tokens');
  const store = fencedStore('store', 10);
  const accepted = counter('accepted writes');
  const actor = function* (): Body {
    yield* robOrAcquire({ files, time });
    const token = yield* tokens.add(1);
    const value = readsWithToken ? yield* store.readWith(token) : yield* store.read();
    if (value !== null && (yield* store.writeWith(token, value + 1))) yield* accepted.add(1);
    yield* files.unlink(lock);
  };
  return {
    shared: [files, time, tokens, store, accepted],
    actors: { A: actor, B: actor },
    finally: [{
      name: 'Every increment that the store accepted is kept.',
      holds: (view) => view.of(store).value === 10 + view.of(accepted),
      says: (view) => `The store says ${view.of(store).value}, not ${10 + view.of(accepted)}: an increment that it had accepted is lost.`,
    }],
    faults: { pause: { actors: ['A'], ticks: 2 } },
    ticks: 6,
  };
}

function timed(): Parts {
  return { files: folder('folder', {}, { families: [lock], times: true }), time: clock(), inside: room('the critical section') };
}

/** A holder that works for three ticks and renews its lock at each, and a waiter that takes a lock for abandoned after two. */
function renewing(): System {
  const parts = timed();
  const { files, time, inside } = parts;
  return {
    shared: [files, time, inside],
    actors: {
      *A() {
        yield* files.create(lock);
        yield* inside.enter();
        for (const tick of [1, 2, 3]) {
          yield* time.sleepUntil(tick);
          yield* files.touch(lock);
        }
        yield* inside.leave();
        yield* files.unlink(lock);
      },
      *B() {
        yield* robOrAcquire(parts);
        yield* workUntil(parts, 0);
      },
    },
    ticks: 6,
  };
}

export default defineScenario({
  name: 'slow-holder',
  title: 'A holder that is slow, and is taken for dead',
  promise: 'Nobody works on what the lock protects while another does, and no increment that was accepted is lost.',
  topic: 'stale detection by age',
  variants: {
    'age-alone': {
      explanation:
        'The lock is taken for abandoned when it is two ticks old. A works for three: B removes the lock of a holder that lives and works, and is in next to it. Age alone cannot tell slow from dead.',
      expect: 'FAILED',
      fix: 'Let the holder renew its lock while it works (heartbeat), or ask whether its process lives. A longer limit makes this rarer and everybody’s waiting longer.',
      system() {
        const parts = timed();
        const { files, time, inside } = parts;
        return {
          shared: [files, time, inside],
          actors: {
            *A() {
              yield* files.create(lock);
              yield* workUntil(parts, 3);
            },
            *B() {
              yield* robOrAcquire(parts);
              yield* workUntil(parts, 0);
            },
          },
          ticks: 4,
        };
      },
    },
    'clocks-disagree': {
      explanation:
        'The lock says when it was made, by the clock of A’s machine. B is on another machine that shares the folder, and its clock is three ticks ahead: it takes a lock for old that was made this very moment. A clock that is behind would take none for old, ever.',
      expect: 'FAILED',
      fix: 'Compare times of one clock only: that of the file system, by touching a file beside the lock, or how long one has oneself seen the lock unchanged.',
      system() {
        const files = folder('folder');
        const parts = { files, time: clock(), inside: room('the critical section') };
        const ahead = 3;
        return {
          shared: [files, parts.time, parts.inside],
          actors: {
            *A() {
              yield* files.create(lock, String(yield* parts.time.now()));
              yield* workUntil(parts, 0);
            },
            *B() {
              yield* retry(function* () {
                const now = (yield* parts.time.now()) + ahead;
                if (yield* files.create(lock, String(now))) return true;
                const madeAt = yield* files.read(lock);
                if (madeAt !== null && now - Number(madeAt) >= 2) yield* files.unlink(lock);
                return undefined;
              });
              yield* workUntil(parts, 0);
            },
          },
        };
      },
    },
    'robbed-holder-releases': {
      explanation:
        'A was slow, and B has broken its lock. A has done no harm so far. But then A releases by the lock’s name, as it would on any day, and what it removes is B’s lock. C comes in while B is at work.',
      expect: 'FAILED',
      fix: 'Release only what is one’s own: compare the lock with the one that was made, and better, let nobody rob a holder that lives.',
      system() {
        const parts = timed();
        const { files, time, inside } = parts;
        return {
          shared: [files, time, inside],
          actors: {
            *A() {
              yield* files.create(lock);
              yield* inside.enter();
              yield* inside.leave();
              yield* time.sleepUntil(3);
              yield* files.unlink(lock);
            },
            *B() {
              yield* robOrAcquire(parts);
              yield* workUntil(parts, 4);
            },
            *C() {
              yield* time.sleepUntil(3);
              yield* acquire(files, lock);
              yield* workUntil(parts, 0);
            },
          },
          ticks: 5,
        };
      },
    },
    heartbeat: {
      explanation:
        'While it works, the holder sets the time of its lock to now at every tick, and waiters take only a lock for abandoned that was not renewed for two. A works for longer than that and is not robbed. This holds as long as the holder never stands still.',
      expect: 'PROVED',
      system: renewing,
    },
    'heartbeat-stands-still': {
      explanation:
        'The same heartbeat, and the whole process of A stands still for three ticks: the laptop sleeps, a debugger holds it, memory is swapped. Its heart does not beat either. B robs it, and A wakes up in the middle of its work without a sign of what has happened.',
      expect: 'FAILED',
      fix: 'A holder cannot know that it was not standing still a moment ago. What it writes to must know: a fencing token that the store checks.',
      system: () => ({ ...renewing(), faults: { pause: { actors: ['A'], ticks: 3 } } }),
    },
    'fencing-token-on-writes-alone': {
      explanation:
        'Each holder gets a number larger than that of the one before, and the store refuses writes with a smaller number than it has seen. A reads 10 and stands still; B robs it and reads 10 too; A wakes up and writes 11, which is accepted, since B has not written yet. Then B writes 11 over it.',
      expect: 'FAILED',
      fix: 'Show the token on reads too, so that the store has seen B’s before A writes.',
      system: () => fenced(false),
    },
    'fencing-token': {
      explanation:
        'Each holder shows its token when it reads and when it writes, and the store refuses whoever comes with a smaller one than it has seen. A may be robbed and may wake up at the worst moment: its write is refused, and it knows. Two may believe that they hold the lock, and no increment is lost all the same.',
      expect: 'PROVED',
      system: () => fenced(true),
    },
  },
});
