import { forever, retry, type Body } from '../model/loop.ts';
import { folder, memoryReadWriteLock, processes, ticketLock, type Folder, type MemoryReadWriteLock } from '../model/objects/index.ts';
import { defineScenario, promise, type Goal } from '../model/scenario.ts';
import { acquire, writeFile } from './parts/file-steps.ts';

const file = 'data.json';
const lock = 'data.lock';
/** Each reader has a file of its own that says that it reads. */
const readers = 'data.reads.';

function disk(): Folder {
  return folder('folder', { [file]: 'text' });
}

function* look(files: Folder, name: string): Body {
  const text = yield* files.read(file);
  promise(text === 'text', `${name} read ${JSON.stringify(text)} from ${file}, while it was being written.`);
}

/** Says that it reads, and takes that back when a writer was there before. */
function* register(files: Folder, own: string): Body {
  yield* retry(function* () {
    yield* files.create(own);
    if (!(yield* files.exists(lock))) return true;
    yield* files.unlink(own);
    yield* files.whenGone(lock);
    return undefined;
  });
}

function* readShared(files: Folder, name: string): Body {
  yield* register(files, readers + name);
  yield* look(files, name);
  yield* files.unlink(readers + name);
}

/** Keeps new readers out at once, and waits until those who are there have left. */
function* writeAlone(files: Folder): Body {
  yield* acquire(files, lock);
  yield* files.whenNone(readers);
  yield* writeFile(files, file, 'text');
  yield* files.unlink(lock);
}

function* readUnder(own: MemoryReadWriteLock, files: Folder, name: string): Body {
  yield* retry(function* () {
    if (yield* own.tryRead()) return true;
    yield* own.whenWoken();
    return undefined;
  });
  yield* look(files, name);
  yield* own.releaseRead();
}

function* writeUnder(own: MemoryReadWriteLock, files: Folder): Body {
  yield* retry(function* () {
    if (yield* own.tryWrite()) return true;
    yield* own.whenWoken();
    return undefined;
  });
  yield* writeFile(files, file, 'text');
  yield* own.releaseWrite();
}

function getsIn(actor: string): Goal {
  return { name: `${actor} gets in.`, isAwaited: (view) => !view.hasEnded(actor) && !view.hasCrashed(actor) };
}

export default defineScenario({
  name: 'read-write-lock',
  title: 'Readers together, a writer alone, across processes',
  promise: 'Nobody reads while somebody writes, and everybody gets in.',
  topic: 'read-write lock',
  variants: {
    'in-memory': {
      explanation:
        'The lock counts its readers and queues its writers in variables of one process. In a second process there is a second lock, with variables of its own, and both let in whom they like: the file that is being written in one is read in the other.',
      expect: 'FAILED',
      fix: 'What both processes can see must carry the lock: files beside the data, or a lock of the kernel. A lock in memory is right within one process, and only there.',
      system() {
        const files = disk();
        const [ofW, ofR] = [memoryReadWriteLock('lock in the memory of one process'), memoryReadWriteLock('lock in the memory of the other')];
        return { shared: [files, ofW, ofR], actors: { W: () => writeUnder(ofW, files), R: () => readUnder(ofR, files, 'R') } };
      },
    },
    'in-memory-of-one-process': {
      explanation:
        'The same lock where all readers and writers are in one process. Between being woken and looking again somebody else may have come in, so each looks again in a loop, and waits again if it must. Nobody is ever forgotten among those who wait.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const own = memoryReadWriteLock('lock in memory');
        return {
          shared: [files, own],
          actors: {
            R1: () => readUnder(own, files, 'R1'),
            R2: () => readUnder(own, files, 'R2'),
            W1: () => writeUnder(own, files),
            W2: () => writeUnder(own, files),
          },
        };
      },
    },
    'looks-before-it-registers': {
      explanation:
        'A reader looks whether a writer has the lock, and then says that it reads by making a file. The writer comes in between: it makes its lock, finds no reader, and writes. The reader has seen no writer, and reads.',
      expect: 'FAILED',
      fix: 'The other way round: say that you read, then look. Then of a reader and a writer that come at the same time at least one sees the other.',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: {
            W: () => writeAlone(files),
            *R() {
              if (yield* files.exists(lock)) yield* files.whenGone(lock);
              yield* files.create(`${readers}R`);
              yield* look(files, 'R');
              yield* files.unlink(`${readers}R`);
            },
          },
        };
      },
    },
    'woken-reader-does-not-look-again': {
      explanation:
        'A reader says that it reads, sees a writer, takes it back and waits until the lock is gone. Then it goes in. But that the lock was gone at some moment does not mean that it is free now: the next writer has taken it.',
      expect: 'FAILED',
      fix: 'Waiting ends in another try, never in going in: while, not if.',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: {
            W1: () => writeAlone(files),
            W2: () => writeAlone(files),
            *R() {
              yield* files.create(`${readers}R`);
              if (yield* files.exists(lock)) {
                yield* files.unlink(`${readers}R`);
                yield* files.whenGone(lock);
                yield* files.create(`${readers}R`);
              }
              yield* look(files, 'R');
              yield* files.unlink(`${readers}R`);
            },
          },
        };
      },
    },
    'killed-reader': {
      explanation:
        'A reader is killed while it reads. Its file stays and says that it still does, and the writer waits for it for ever; new readers wait for the writer.',
      expect: 'FAILED',
      fix: 'Let each reader’s file say which process it is, and take the files of those that are gone away.',
      system() {
        const files = disk();
        return { shared: [files], actors: { R: () => readShared(files, 'R'), W: () => writeAlone(files) }, faults: { crash: { actors: ['R'] } } };
      },
    },
    'reader-preference': {
      explanation:
        'The writer takes its lock back when it finds readers, so that it is in nobody’s way, and waits until none is there. With two readers that come again and again one of them is always there, and the writer never gets in.',
      expect: 'FAILED',
      fix: 'Let the writer keep its place while it waits: new readers wait behind it, and those who are inside leave.',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: {
            R1: () => forever(() => readShared(files, 'R1')),
            R2: () => forever(() => readShared(files, 'R2')),
            *W() {
              yield* retry(function* () {
                yield* files.whenNone(readers);
                yield* files.create(lock);
                if ((yield* files.list(readers)).length === 0) return true;
                yield* files.unlink(lock);
                return undefined;
              });
              yield* writeFile(files, file, 'text');
              yield* files.unlink(lock);
            },
          },
          goals: [getsIn('W')],
        };
      },
    },
    'cross-process': {
      explanation:
        'A reader makes a file that says so, and then looks for a writer’s lock; a writer makes its lock, and then waits until no such file is left. Whoever comes second sees the first. Everything is in the folder, so it holds for any number of processes.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return { shared: [files], actors: { R1: () => readShared(files, 'R1'), R2: () => readShared(files, 'R2'), W1: () => writeAlone(files), W2: () => writeAlone(files) } };
      },
    },
    'gone-readers-are-removed': {
      explanation:
        'The file of a reader carries the name of its process, and the waiting writer asks of each whether it lives. A reader that was killed holds up nobody for longer than that.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const list = processes();
        return {
          shared: [files, list],
          actors: {
            R1: () => readShared(files, 'R1'),
            R2: () => readShared(files, 'R2'),
            *W() {
              yield* acquire(files, lock);
              yield* retry(function* () {
                const [found] = yield* files.list(readers);
                if (found === undefined) return true;
                if (!(yield* list.isAlive(found.slice(readers.length)))) yield* files.unlink(found);
                return undefined;
              });
              yield* writeFile(files, file, 'text');
              yield* files.unlink(lock);
            },
          },
          goals: [getsIn('W')],
          faults: { crash: { actors: ['R1', 'R2'], most: 2 } },
        };
      },
    },
    'writer-preference': {
      explanation:
        'The writer keeps its lock while it waits. Readers that come again find it and wait; those who are inside leave, and the writer gets in, however eager the readers are.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: {
            R1: () => forever(() => readShared(files, 'R1')),
            R2: () => forever(() => readShared(files, 'R2')),
            W: () => writeAlone(files),
          },
          goals: [getsIn('W')],
        };
      },
    },
    'busy-writers': {
      explanation:
        'The same lock, and two writers that come again and again. Whenever one leaves, the other is quicker than the reader, which finds a lock each time it looks. Whom a lock prefers is who can starve the others.',
      expect: 'FAILED',
      fix: 'One line for readers and writers, first come, first served.',
      system() {
        const files = disk();
        return {
          shared: [files],
          actors: {
            W1: () => forever(() => writeAlone(files)),
            W2: () => forever(() => writeAlone(files)),
            R: () => readShared(files, 'R'),
          },
          goals: [getsIn('R')],
        };
      },
    },
    'fair-queue': {
      explanation:
        'All wait in one line. A reader whose turn it is says that it reads and lets the next go on at once, so that readers still read together. A writer keeps its turn until the readers have left and it has written. Nobody is overtaken, so everybody gets in, again and again.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const line = ticketLock('line');
        const reads = (name: string) => () => forever(function* () {
          yield* line.takeTicket();
          yield* line.whenServed();
          yield* files.create(readers + name);
          yield* line.release();
          yield* look(files, name);
          yield* files.unlink(readers + name);
        });
        const writes = () => forever(function* () {
          yield* line.takeTicket();
          yield* line.whenServed();
          yield* files.whenNone(readers);
          yield* writeFile(files, file, 'text');
          yield* line.release();
        });
        const actors = { R1: reads('R1'), R2: reads('R2'), W1: writes, W2: writes };
        return {
          shared: [line, files],
          actors,
          goals: Object.keys(actors).map((name) => ({ name: `${name} gets in.`, isAwaited: (view) => view.of(line).includes(name) })),
        };
      },
    },
  },
});
