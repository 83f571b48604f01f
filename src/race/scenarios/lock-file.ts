import { retry, type Body } from '../model/loop.ts';
import { chance, clock, folder, mutex, processes, type Clock, type Folder } from '../model/objects/index.ts';
import { defineScenario, promise } from '../model/scenario.ts';
import { acquire, countOnce, countsAll, everybodyGetsIn } from './parts/file-steps.ts';

const file = 'counter.json';
const lock = 'count.lock';

function disk(): Folder {
  return folder('folder', { [file]: '10' });
}

/** Tries until a timeout. @returns whether the lock is held; false after so many ticks */
function* acquireWithin(files: Folder, time: Clock, ticks: number): Body<boolean> {
  const start = yield* time.now();
  return yield* retry(function* () {
    if (yield* files.create(lock)) return true;
    return (yield* files.whenGoneUntil(lock, start + ticks)) ? undefined : false;
  });
}

function* countUnderLock(files: Folder): Body {
  yield* acquire(files, lock);
  yield* countOnce(files, file);
  yield* files.unlink(lock);
}

export default defineScenario({
  name: 'lock-file',
  title: 'A lock file, and its holder is killed',
  promise: 'One at a time counts, and everybody who wants to gets to, also when a holder is killed.',
  topic: 'basic lock file',
  variants: {
    'waits-for-ever': {
      explanation:
        'Who finds count.lock waits until it is gone. A is killed while it holds it: its lock file stays, since nothing removes a file when its maker ends. Everybody who comes later waits for ever, also after a restart of the machine.',
      expect: 'FAILED',
      fix: 'Let the lock tell who holds it, and find out whether that process is still there (process identity); or use a lock that the kernel takes back. A timeout alone turns waiting for ever into failing for ever.',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: { A: () => countUnderLock(files), B: () => countUnderLock(files) },
          finally: [countsAll(files, file, 10, ['A', 'B'])],
          faults: { crash: { actors: ['A'] } },
        };
      },
    },
    'gives-up-after-a-timeout': {
      explanation:
        'The usual first lock file: a waiter tries again and again, and throws "Lock acquisition timeout" after some seconds. It never asks whether the holder is still there. After A is killed B times out, and so does each try after that.',
      expect: 'FAILED',
      fix: 'A timeout says that something is wrong; it does not put it right. Keep it, say in its message who holds the lock, and let a lock whose holder is gone be broken.',
      system() {
        const files = disk();
        const time = clock();
        return {
          shared: [files, time],
          actors: {
            A: () => countUnderLock(files),
            *B(): Body {
              const isHeld = (yield* acquireWithin(files, time, 2)) || (yield* acquireWithin(files, time, 2));
              promise(isHeld, `B timed out twice: ${lock} is still there, and whoever made it will never remove it.`);
              yield* countOnce(files, file);
              yield* files.unlink(lock);
            },
          },
          finally: [countsAll(files, file, 10, ['A', 'B'])],
          faults: { crash: { actors: ['A'] } },
          ticks: 5,
        };
      },
    },
    'releases-what-it-did-not-get': {
      explanation:
        'acquire() stands inside try, so that finally calls release() also when acquire() has timed out, and release() removes the file by its name, whoever made it. B times out while A works for long, removes A’s lock, and C gets in next to A.',
      expect: 'FAILED',
      fix: 'Acquire before try, and let release() remove nothing but the lock that this very call has made. Small sections make timeouts rare, but do not make this right.',
      system() {
        const files = disk();
        const time = clock();
        return {
          shared: [files, time],
          actors: {
            *A(): Body {
              yield* acquire(files, lock);
              const count = Number(yield* files.read(file));
              yield* time.sleepUntil(3);
              yield* files.put(file, String(count + 1));
              yield* files.unlink(lock);
            },
            *B(): Body {
              try {
                if (!(yield* acquireWithin(files, time, 2))) return;
              } finally {
                yield* files.unlink(lock);
              }
            },
            C: () => countUnderLock(files),
          },
          finally: [countsAll(files, file, 10, ['A', 'C'])],
          ticks: 4,
        };
      },
    },
    'disk-is-full': {
      explanation:
        'writeFile(lock, pid, { flag: "wx" }) makes the file and then writes the pid. When the disk is full the second step throws: the lock file is there, empty, and A believes that it has no lock. Nobody will ever remove it.',
      expect: 'FAILED',
      fix: 'Remove the file that was just made when filling it fails, or make the lock in one step: a folder with mkdir, or a link to a file that was filled before.',
      system() {
        const files = disk();
        const space = chance('free space');
        return {
          shared: [files, space],
          actors: {
            *A(): Body {
              const made = yield* files.open(lock, 'wx');
              if (made === null || (yield* space.oneOf('enough', 'none')) === 'none') return;
              yield* files.writeAndClose(made, 'A');
              yield* countOnce(files, file);
              yield* files.unlink(lock);
            },
            B: () => countUnderLock(files),
          },
        };
      },
    },
    'gives-up-before-it-is-stale': {
      explanation:
        'A lock counts as stale after 30 seconds, and a waiter gives up after 5: both are usual defaults, and they do not fit together. For the first half minute after A was killed every waiter gives up before it may break the lock.',
      expect: 'FAILED',
      fix: 'A timeout must be longer than the age at which a lock is stale, or else the lock must tell in another way that its holder is gone.',
      system() {
        const files = disk();
        const time = clock();
        return {
          shared: [files, time],
          actors: {
            A: () => countUnderLock(files),
            *B() {
              const isStale = function* (): Body<boolean> {
                return (yield* time.now()) >= 3 && (yield* files.unlink(lock));
              };
              const isHeld = (yield* acquireWithin(files, time, 1)) || ((yield* isStale()) && (yield* files.create(lock)));
              promise(isHeld, `B gave up: ${lock} is not old enough yet to be taken for stale.`);
              yield* countOnce(files, file);
              yield* files.unlink(lock);
            },
          },
          faults: { crash: { actors: ['A'] } },
          ticks: 4,
        };
      },
    },
    'stale-by-age': {
      explanation:
        'The lock holds the time at which it was made, and a waiter removes one that is older than any work takes. With a single waiter, and a holder that is never slow, this is enough: B gets in after A was killed. Both conditions are needed; see "Breaking a stale lock" for what happens without them.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const time = clock();
        return {
          shared: [files, time],
          actors: {
            *A(): Body {
              const now = yield* time.now();
              if (!(yield* files.create(lock, String(now)))) return;
              yield* countOnce(files, file);
              yield* files.unlink(lock);
            },
            *B(): Body {
              yield* time.sleepUntil(1);
              yield* retry(function* () {
                if (yield* files.create(lock, String(yield* time.now()))) return true;
                const madeAt = yield* files.read(lock);
                if (madeAt === null) return undefined;
                if ((yield* files.whenGoneUntil(lock, Number(madeAt) + 2))) return undefined;
                yield* files.unlink(lock);
                return undefined;
              });
              yield* countOnce(files, file);
              yield* files.unlink(lock);
            },
          },
          finally: [countsAll(files, file, 10, ['A', 'B'])],
          faults: { crash: { actors: ['A'] } },
          ticks: 5,
        };
      },
    },
    'process-identity': {
      explanation:
        'The lock says which process holds it, and is made with its text in it in one step: a file of one’s own, then a link to the lock’s name. A waiter asks whether that process lives, and removes the lock of one that is gone while it holds a kernel lock, so that two waiters never remove at once. Nobody is kept out, by whichever death.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const list = processes();
        const breakers = mutex('mutex of those who break', 'is-released');
        const isAbandoned = function* (): Body<boolean> {
          const owner = yield* files.read(lock);
          return owner !== null && !(yield* list.isAlive(owner));
        };
        const actor = (name: string) => function* (): Body {
          yield* retry(function* () {
            if (yield* files.create(lock, name)) return true;
            if (!(yield* isAbandoned())) return undefined;
            yield* breakers.acquire();
            if (yield* isAbandoned()) yield* files.unlink(lock);
            yield* breakers.release();
            return undefined;
          });
          yield* countOnce(files, file);
          yield* files.unlink(lock);
        };
        return {
          shared: [files, list, breakers],
          actors: { A: actor('A'), B: actor('B'), C: actor('C') },
          finally: [countsAll(files, file, 10, ['A', 'B', 'C'])],
          goals: [everybodyGetsIn(['A', 'B', 'C'])],
          faults: { crash: { actors: ['A', 'B', 'C'] } },
        };
      },
    },
    'kernel-lock': {
      explanation:
        'A lock that the kernel keeps (flock, fcntl, LockFileEx) belongs to the open file of its holder. When the holder ends, in whatever way, the kernel closes its files and wakes the next. There is nothing to break, and so nothing to get wrong while breaking.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const kernel = mutex('kernel lock', 'is-released');
        const actor = function* (): Body {
          yield* kernel.acquire();
          yield* countOnce(files, file);
          yield* kernel.release();
        };
        return {
          shared: [files, kernel],
          actors: { A: actor, B: actor, C: actor },
          finally: [countsAll(files, file, 10, ['A', 'B', 'C'])],
          faults: { crash: { actors: ['A', 'B', 'C'], most: 2 } },
        };
      },
    },
  },
});
