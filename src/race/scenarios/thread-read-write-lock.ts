import { forever, retry, type Body } from '../model/loop.ts';
import { counter, monitor, register, room, ticketLock, type Counter, type Monitor, type Room } from '../model/objects/index.ts';
import { defineScenario, type System } from '../model/scenario.ts';

/** A number of readers and a lock with a condition, which a writer keeps while it writes. */
interface Simple {
  readonly lock: Monitor;
  readonly readers: Counter;
  readonly data: Room;
}

function simple(): Simple {
  return { lock: monitor('lock'), readers: counter('number of readers'), data: room('the data') };
}

function* acquireRead({ lock, readers }: Simple): Body {
  yield* lock.acquire();
  yield* readers.add(1);
  yield* lock.release();
}

function* releaseRead({ lock, readers }: Simple): Body {
  yield* lock.acquire();
  if ((yield* readers.add(-1)) === 0) yield* lock.notifyAll();
  yield* lock.release();
}

function* waitForReaders({ lock, readers }: Simple): Body {
  yield* retry(function* () {
    if ((yield* readers.read()) === 0) return true;
    yield* lock.wait();
    return undefined;
  });
}

function* read(its: Simple): Body {
  yield* acquireRead(its);
  yield* its.data.enterToRead();
  yield* its.data.leave();
  yield* releaseRead(its);
}

function* write(its: Simple): Body {
  yield* its.data.enterToWrite();
  yield* its.data.leave();
}

type Who = { readonly readers: number; readonly isWriting: boolean; readonly waitingWriters: number };

/** A lock that lets no reader in while a writer waits: who is inside and how many writers wait changes only under its own lock. */
class WriterFirst {
  readonly lock = monitor('lock');
  readonly data = room('the data');
  readonly who = register<Who>('who', { readers: 0, isWriting: false, waitingWriters: 0 });
  readonly shared = [this.lock, this.who, this.data];

  *read(): Body {
    yield* this.change(({ isWriting, waitingWriters }) => !isWriting && waitingWriters === 0, 0, (who) => ({ ...who, readers: who.readers + 1 }));
    yield* this.data.enterToRead();
    yield* this.data.leave();
    yield* this.change(() => true, 0, (who) => ({ ...who, readers: who.readers - 1 }));
  }

  *write(): Body {
    yield* this.change(({ isWriting, readers }) => !isWriting && readers === 0, 1, (who) => ({ ...who, isWriting: true, waitingWriters: who.waitingWriters - 1 }));
    yield* this.data.enterToWrite();
    yield* this.data.leave();
    yield* this.change(() => true, 0, (who) => ({ ...who, isWriting: false }));
  }

  /** Waits under the lock until it may, and changes who is there. @param announced so many more writers wait meanwhile */
  private *change(may: (who: Who) => boolean, announced: number, to: (who: Who) => Who): Body {
    yield* this.lock.acquire();
    if (announced > 0) {
      const who = yield* this.who.read();
      yield* this.who.write({ ...who, waitingWriters: who.waitingWriters + announced });
    }
    const { who, lock } = this;
    const now = yield* retry(function* () {
      const seen = yield* who.read();
      if (may(seen)) return seen;
      yield* lock.wait();
      return undefined;
    });
    yield* this.who.write(to(now));
    yield* this.lock.notifyAll();
    yield* this.lock.release();
  }
}

/** Readers and writers that come again and again, in one line. */
function fairQueue(readers: readonly string[], writers: readonly string[]): System {
  const its = simple();
  const line = ticketLock('line');
  const reads = function* (): Body {
    yield* line.takeTicket();
    yield* line.whenServed();
    yield* acquireRead(its);
    yield* line.release();
    yield* its.data.enterToRead();
    yield* its.data.leave();
    yield* releaseRead(its);
  };
  const writes = function* (): Body {
    yield* line.takeTicket();
    yield* line.whenServed();
    yield* its.lock.acquire();
    yield* waitForReaders(its);
    yield* write(its);
    yield* its.lock.release();
    yield* line.release();
  };
  const all = [...readers.map((name) => [name, () => forever(reads)] as const), ...writers.map((name) => [name, () => forever(writes)] as const)];
  return {
    shared: [line, its.lock, its.readers, its.data],
    actors: Object.fromEntries(all),
    goals: all.map(([name]) => ({ name: `${name} gets in.`, isAwaited: (view) => view.of(line).includes(name) })),
  };
}

export default defineScenario({
  name: 'thread-read-write-lock',
  title: 'Readers together, a writer alone, in one process',
  promise: 'Readers may be inside together and a writer only alone, and whoever waits gets in.',
  topic: 'read-write lock',
  variants: {
    'reader-preference': {
      explanation: 'A reader only counts itself in, whether or not a writer waits. As long as a new reader comes before the last one leaves, the number of readers never is zero, and the writer sleeps for ever. That nobody is ever wrongly inside is no comfort to it.',
      expect: 'FAILED',
      fix: 'Let readers wait while a writer waits, or let both stand in one line.',
      system() {
        const its = simple();
        const waits = register<boolean>('the writer waits', false);
        const reader = (): Body => forever(() => read(its));
        return {
          shared: [its.lock, its.readers, its.data, waits],
          actors: {
            R1: reader,
            R2: reader,
            *writer() {
              yield* its.lock.acquire();
              yield* waits.write(true);
              yield* waitForReaders(its);
              yield* waits.write(false);
              yield* write(its);
              yield* its.lock.release();
            },
          },
          goals: [{ name: 'The writer gets in.', isAwaited: (view) => view.of(waits) }],
        };
      },
    },
    'woken-writer-does-not-look-again': {
      explanation: 'The writer waits once for the last reader and then writes. Between the notification and its getting the lock again another reader can count itself in, and the writer writes under its eyes.',
      expect: 'FAILED',
      fix: 'Wait in a loop: "while self._read_count > 0". Being woken says that it may be worth looking again.',
      system() {
        const its = simple();
        return {
          shared: [its.lock, its.readers, its.data],
          actors: {
            R1: () => read(its),
            R2: () => read(its),
            *writer() {
              yield* its.lock.acquire();
              if ((yield* its.readers.read()) > 0) yield* its.lock.wait();
              yield* write(its);
              yield* its.lock.release();
            },
          },
        };
      },
    },
    'one-writer-is-woken': {
      explanation: 'The last reader wakes one writer instead of all, which seems enough, since only one can write. But a writer that has written only releases the lock and wakes nobody. A second writer that slept beside the first sleeps on, with nobody inside.',
      expect: 'FAILED',
      fix: 'Wake all when the last reader leaves, as each looks again anyway; or have a writer wake the next one when it leaves.',
      system() {
        const its = simple();
        const writer = function* (): Body {
          yield* its.lock.acquire();
          yield* waitForReaders(its);
          yield* write(its);
          yield* its.lock.release();
        };
        return {
          shared: [its.lock, its.readers, its.data],
          actors: {
            *reader() {
              yield* acquireRead(its);
              yield* its.data.enterToRead();
              yield* its.data.leave();
              yield* its.lock.acquire();
              if ((yield* its.readers.add(-1)) === 0) yield* its.lock.notify();
              yield* its.lock.release();
            },
            W1: writer,
            W2: writer,
          },
        };
      },
    },
    'reader-wants-to-write': {
      explanation: 'A reader sees that something has to be changed and asks for the write lock while it still reads. It waits for the last reader to leave, and that is itself. With two such readers each waits for the other as well.',
      expect: 'FAILED',
      fix: 'Let go of the read lock first, and look again once you may write: another writer may have been there.',
      system() {
        const its = simple();
        return {
          shared: [its.lock, its.readers, its.data],
          actors: {
            *reader() {
              yield* acquireRead(its);
              yield* its.lock.acquire();
              yield* waitForReaders(its);
              yield* write(its);
              yield* its.lock.release();
              yield* releaseRead(its);
            },
            other: () => read(its),
          },
        };
      },
    },
    'bounded-readers': {
      explanation: 'The lock of "reader preference" where each reader comes twice and no more. Nobody is wrongly inside, and when the readers have ended the writer gets in. What it lacks is only fairness, and only with readers that never end does it show.',
      expect: 'PROVED',
      system() {
        const its = simple();
        const twice = function* (): Body {
          yield* read(its);
          yield* read(its);
        };
        return {
          shared: [its.lock, its.readers, its.data],
          actors: {
            R1: twice,
            R2: twice,
            *writer() {
              yield* its.lock.acquire();
              yield* waitForReaders(its);
              yield* write(its);
              yield* its.lock.release();
            },
          },
        };
      },
    },
    'writer-preference': {
      explanation: 'A writer that waits says so under the lock, and new readers sleep as long as one does. The readers that are inside leave one by one, and then the writer is the only one that may go on. Readers come again after it.',
      expect: 'PROVED',
      system() {
        const lock = new WriterFirst();
        const reader = (): Body => forever(() => lock.read());
        return {
          shared: lock.shared,
          actors: { R1: reader, R2: reader, writer: () => lock.write() },
          goals: [{ name: 'The writer gets in.', isAwaited: (view) => view.of(lock.who).waitingWriters > 0 }],
        };
      },
    },
    'writer-preference-with-busy-writers': {
      explanation: 'The same lock with two writers that come again and again and one reader. Now one of the writers always waits, and the reader is the one that never gets in. Preference only chooses who starves.',
      expect: 'FAILED',
      fix: 'One line for both kinds, in the order in which they came.',
      system() {
        const lock = new WriterFirst();
        const waits = register<boolean>('the reader waits', false);
        const writer = (): Body => forever(() => lock.write());
        return {
          shared: [...lock.shared, waits],
          actors: {
            W1: writer,
            W2: writer,
            *reader() {
              yield* waits.write(true);
              yield* lock.read();
              yield* waits.write(false);
            },
          },
          goals: [{ name: 'The reader gets in.', isAwaited: (view) => view.of(waits) }],
        };
      },
    },
    'fair-queue': {
      explanation: 'Readers and writers take a ticket and are served in that order. A reader passes its turn on as soon as it is counted in, so that readers that stand together are inside together. A writer keeps its turn until it has written, so that nobody overtakes it, and it overtakes nobody.',
      expect: 'PROVED',
      system: () =>
        fairQueue(['R1', 'R2'], ['W1', 'W2']),
    },
  },
});
