import { retry, type Body } from '../model/loop.ts';
import { clock, folder, mutex, room, type Folder, type Room } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';
import type { SharedObject } from '../model/shared-object.ts';
import { acquire } from './parts/file-steps.ts';

const lock = 'data.lock';

/** What the lock of a process says that has been dead for long. */
const dead = 'Z';

interface Parts {
  readonly files: Folder;
  readonly inside: Room;
  /** Whether a release that has failed is tried again. */
  readonly releasesAgain?: boolean;
}

/** A folder with the lock that a dead process has left in it. */
function leftLock(): Parts {
  return { files: folder('folder', { [lock]: dead }, { families: [lock] }), inside: room('the critical section') };
}

/** Works, and lets go of the lock by its name. */
function* work({ files, inside, releasesAgain = false }: Parts): Body {
  yield* inside.enter();
  yield* inside.leave();
  if (releasesAgain) yield* retry(function* () { return (yield* files.unlink(lock)) || undefined; });
  else yield* files.unlink(lock);
}

/** A waiter that makes the lock, or breaks the one that it finds; which it takes for abandoned when it is the dead one's. */
function breaker(parts: Parts, name: string, breakIt: (name: string) => Body): () => Body {
  return function* (): Body {
    yield* retry(function* () {
      if (yield* parts.files.create(lock, name)) return true;
      const owner = yield* parts.files.read(lock);
      if (owner === dead) yield* breakIt(name);
      else yield* parts.files.whenGone(lock);
      return undefined;
    });
    yield* work(parts);
  };
}

/** One that only waits. */
function patient(parts: Parts): () => Body {
  return function* (): Body {
    yield* acquire(parts.files, lock);
    yield* work(parts);
  };
}

/** Two waiters that break, and others. */
function breaking(parts: Parts, breakIt: (name: string) => Body, more: { readonly shared?: readonly SharedObject[]; readonly actors?: System['actors'] } = {}): System {
  return {
    shared: [parts.files, parts.inside, ...(more.shared ?? [])],
    actors: { B: breaker(parts, 'B', breakIt), C: breaker(parts, 'C', breakIt), ...more.actors },
  };
}

/**
 * Takes away the lock if it is still the dead one's. What tells one lock from another is here what it says; on a real
 * disk it is that, and its device, inode, birth, time and size.
 */
function* transaction(files: Folder, name: string): Body {
  const placeholder = `${lock}.${name}`;
  yield* files.mkdir(placeholder);
  if ((yield* files.read(lock)) === dead && (yield* files.exchange(lock, placeholder))) {
    if ((yield* files.read(placeholder)) === dead) {
      yield* files.rmdir(lock);
      yield* files.unlink(placeholder);
      return;
    }
    yield* files.exchange(lock, placeholder);
  }
  yield* files.rmdir(placeholder);
}

export default defineScenario({
  name: 'stale-lock',
  title: 'Breaking a stale lock',
  promise: 'Nobody works on what the lock protects while another does, and a lock that a dead process left keeps nobody out.',
  topic: 'stale detection by age',
  variants: {
    'unlink-by-name': {
      explanation:
        'B and C find the same lock of a dead process. Both judge it to be stale. B removes it, makes its own lock and starts to work; then C, who has already judged, removes data.lock too. But that is B’s fresh lock by now, and C comes in next to B.',
      expect: 'FAILED',
      fix: 'What is removed must be the very lock that was judged, and nothing may come in between. One breaker at a time, and an exchange instead of a removal: see break-transaction.',
      system() {
        const parts = leftLock();
        return breaking(parts, function* () {
          yield* parts.files.unlink(lock);
        });
      },
    },
    'looks-again-then-unlinks': {
      explanation:
        'Before it removes the lock, each breaker reads it once more to see that it is still the stale one. The gap between that look and the removal is small, and the other breaker fits into it. Measured on a real disk this still went wrong 72 times in 38,075 breaks.',
      expect: 'FAILED',
      fix: 'There is no call on Linux that removes a file only if it is a certain one. Keep other breakers out with a lock that the kernel takes back, and exchange rather than remove.',
      system() {
        const parts = leftLock();
        return breaking(parts, function* () {
          if ((yield* parts.files.read(lock)) === dead) yield* parts.files.unlink(lock);
        });
      },
    },
    'rename-aside-and-verify': {
      explanation:
        'The breaker renames the lock to a name of its own, where nobody else touches it, looks what it got, and puts it back when that is not the stale one. But while a fresh lock stands aside its name is free: D makes its own lock and works next to the one whose lock was taken.',
      expect: 'FAILED',
      fix: 'The name must never be free while a lock is looked at. An exchange (RENAME_EXCHANGE) leaves a placeholder there in the same step.',
      system() {
        const parts = leftLock();
        const { files } = parts;
        const aside = function* (name: string): Body {
          const own = `${lock}.${name}`;
          if (!(yield* files.rename(lock, own))) return;
          if ((yield* files.read(own)) !== dead) yield* files.link(own, lock);
          yield* files.unlink(own);
        };
        return breaking(parts, aside, { actors: { D: patient(parts) } });
      },
    },
    'mkdir-and-age': {
      explanation:
        'The protocol of proper-lockfile: the lock is a folder, its age is the time at which it was last renewed, and whoever finds it too old removes it by its name and makes it anew. Two waiters that judge the same old folder end up as two holders, as with a lock file (moxystudio/node-proper-lockfile#121).',
      expect: 'FAILED',
      fix: 'As for a lock file: one breaker at a time, and an exchange with a placeholder of the other kind, here a file.',
      system() {
        const files = folder('folder', {}, { families: [lock], times: true });
        const inside = room('the critical section');
        const time = clock();
        const waiter = function* (): Body {
          yield* time.sleepUntil(2);
          yield* retry(function* () {
            if (yield* files.mkdir(lock)) return true;
            const found = yield* files.stat(lock);
            const now = yield* time.now();
            if (found !== null && now - (found.changedAt ?? 0) >= 2) yield* files.rmdir(lock);
            else yield* files.whenGone(lock);
            return undefined;
          });
          yield* inside.enter();
          yield* inside.leave();
          yield* files.rmdir(lock);
        };
        return {
          shared: [files, time, inside],
          actors: { *Z() { yield* files.mkdir(lock); }, B: waiter, C: waiter },
          ticks: 2,
        };
      },
    },
    'gone-taken-for-corrupt': {
      explanation:
        'Whoever cannot read the lock takes it for corrupt and removes it. But reading also fails when the lock was released a moment ago: B finds A’s lock, A releases it, B’s read says ENOENT, and what B then removes is the lock that C has made in the meantime.',
      expect: 'FAILED',
      fix: 'A lock that is gone is free, not corrupt: try to make it. Catch the errors that are meant (SyntaxError, not ENOENT) and let all others through.',
      system() {
        const files = folder('folder');
        const parts = { files, inside: room('the critical section') };
        const careless = function* (): Body {
          yield* retry(function* () {
            if (yield* files.create(lock, 'it')) return true;
            if ((yield* files.read(lock)) === null) yield* files.unlink(lock);
            else yield* files.whenGone(lock);
            return undefined;
          });
          yield* work(parts);
        };
        return { shared: [files, parts.inside], actors: { A: careless, B: careless, C: careless } };
      },
    },
    'empty-taken-for-corrupt': {
      explanation:
        'Making the lock file and writing into it are two steps. In between the file is empty, JSON.parse throws, and a waiter takes the lock for corrupt and removes it, while its holder is only just coming in.',
      expect: 'FAILED',
      fix: 'An unreadable lock that is young is being made: wait. Or make it whole in one step, by linking a file that was filled before to the lock’s name.',
      system() {
        const files = folder('folder');
        const parts = { files, inside: room('the critical section') };
        const careless = function* (): Body {
          yield* retry(function* () {
            const made = yield* files.open(lock, 'wx');
            if (made !== null) {
              yield* files.writeAndClose(made, 'it');
              return true;
            }
            if ((yield* files.read(lock)) === '') yield* files.unlink(lock);
            else yield* files.whenGone(lock);
            return undefined;
          });
          yield* work(parts);
        };
        return { shared: [files, parts.inside], actors: { A: careless, B: careless } };
      },
    },
    'break-transaction': {
      explanation:
        'One breaker at a time, which a kernel lock sees to. It judges the lock, makes an empty folder, looks again, and exchanges the two in one step, so that the name is never free. What came out is the judged lock: the folder is removed with rmdir, which cannot remove a lock file. It is another: it is exchanged back.',
      expect: 'PROVED',
      system() {
        const parts = leftLock();
        const mutexOfBreakers = mutex('mutex of those who break', 'is-released');
        const breakIt = function* (name: string): Body {
          yield* mutexOfBreakers.acquire();
          yield* transaction(parts.files, name);
          yield* mutexOfBreakers.release();
        };
        return breaking(parts, breakIt, { shared: [mutexOfBreakers], actors: { D: patient(parts) } });
      },
    },
    'exchange-without-mutex': {
      explanation:
        'The same exchange, and nothing that keeps breakers apart. Never are two at work at once. But a breaker that judged the old lock may exchange the fresh one of the other, and while it looks at that by mistake, a folder stands in its place. If its holder releases in this very moment, the unlink fails; the lock is put back, and nobody will ever remove it.',
      expect: 'FAILED',
      fix: 'One breaker at a time, and a look right before the exchange, so that only a lock that is really abandoned is ever touched. Then nobody is there whose release could fail. Or let a release that has failed be tried again.',
      system() {
        const parts = leftLock();
        return breaking(parts, (name) => transaction(parts.files, name));
      },
    },
    'exchange-and-release-again': {
      explanation:
        'Still nothing keeps breakers apart, but a holder whose release fails tries again, and finds its lock back in its place. So the exchange alone is enough to keep holders apart. It helps only where all programs release like that, which those of others do not.',
      expect: 'PROVED',
      system() {
        const parts = { ...leftLock(), releasesAgain: true };
        return breaking(parts, (name) => transaction(parts.files, name));
      },
    },
  },
});
