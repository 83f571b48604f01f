import type { Body } from '../model/loop.ts';
import { folder, mutex, queue, type Folder } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { acquire, countsAll, writeFile } from './parts/file-steps.ts';

const file = 'counter.json';
const clients = ['A', 'B'];

function disk(): Folder {
  return folder('folder', { [file]: '10' });
}

/** Two processes that each count once. */
function both(shared: System['shared'], files: Folder, run: (name: string) => Body): System {
  return { shared, actors: Object.fromEntries(clients.map((name) => [name, () => run(name)])), finally: [countsAll(files, file, 10, clients)] };
}

export default defineScenario({
  name: 'counter-race',
  title: 'Two processes count in one file',
  promise: 'Every increment is kept.',
  topic: 'counter race',
  variants: {
    'read-add-write': {
      explanation:
        'Each process reads the number, adds one and writes the sum back. Both can read 10 before either writes, and then both write 11. Each write alone is atomic here; it is the three steps together that are not.',
      expect: 'FAILED',
      fix: 'Let nobody read until the one before has written: a lock file around all three steps, held no longer than they take. Or leave reading, adding and writing to one place, such as a queue or a transaction.',
      system() {
        const files = disk();
        return both([files], files, function* (): Body {
          const count = Number(yield* files.read(file));
          yield* files.put(file, String(count + 1));
        });
      },
    },
    'write-file': {
      explanation:
        'The same, with a write as fs.writeFile does it: it truncates the file and then fills it. Besides losing increments, a process that reads in between finds an empty file, and JSON.parse throws.',
      expect: 'FAILED',
      fix: 'A lock around reading and writing keeps the reader away from the half-made file. An atomic write (a temporary file and a rename) mends the empty file, but not the lost increment.',
      system() {
        const files = disk();
        return both([files], files, function* (name): Body {
          const text = yield* files.read(file);
          promise(text !== '', `${name} read an empty file, in the middle of the write of the other: JSON.parse throws "Unexpected end of JSON input".`);
          yield* writeFile(files, file, String(Number(text) + 1));
        });
      },
    },
    'looks-again-before-it-writes': {
      explanation:
        'Before it writes, each process reads the file again and starts over when it has changed. That makes the gap smaller and does not close it: both can look, see 10, and both write 11. This is a compare and a swap, but not in one step.',
      expect: 'FAILED',
      fix: 'Comparing and writing must be one step: under a lock, or by a store that has such a step (compare-and-swap, UPDATE ... WHERE version = ...).',
      system() {
        const files = disk();
        return both([files], files, function* (): Body {
          const before = yield* files.read(file);
          const now = yield* files.read(file);
          if (now === before) yield* files.put(file, String(Number(before) + 1));
          else yield* files.put(file, String(Number(now) + 1));
        });
      },
    },
    'lock-file': {
      explanation:
        'count.lock is made with the flag wx, which fails when it exists, so only one process at a time gets between making and removing it. Whoever finds it waits until it is gone and tries again. The next reads only what the one before has written.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return both([files], files, function* (): Body {
          yield* acquire(files, 'count.lock');
          const count = Number(yield* files.read(file));
          yield* writeFile(files, file, String(count + 1));
          yield* files.unlink('count.lock');
        });
      },
    },
    'proper-lockfile': {
      explanation:
        'proper-lockfile makes a folder instead of a file: mkdir also fails when the name exists, on every file system, network drives among them. As long as no holder is killed and none stands still, it keeps the others out just as well.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return both([files], files, function* (): Body {
          yield* acquire(files, 'count.lock', 'mkdir');
          const count = Number(yield* files.read(file));
          yield* writeFile(files, file, String(count + 1));
          yield* files.rmdir('count.lock');
        });
      },
    },
    queue: {
      explanation:
        'Nobody but one owner touches the file. The others send it a message and wait for the answer, and it does one message after the other. There is nothing left to race for.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const requests = queue<string>('requests');
        const answers = clients.map((name) => queue<number>(`answers to ${name}`));
        const client = (name: string, at: number) => function* (): Body {
          yield* requests.put(name);
          const answer = answers[at];
          if (answer !== undefined) yield* answer.take();
        };
        return {
          shared: [files, requests, ...answers],
          actors: {
            ...Object.fromEntries(clients.map((name, at) => [name, client(name, at)])),
            *owner(): Body {
              for (let served = 0; served < clients.length; served += 1) {
                const from = yield* requests.take();
                const count = Number(yield* files.read(file)) + 1;
                yield* writeFile(files, file, String(count));
                const answer = answers[clients.indexOf(from)];
                if (answer !== undefined) yield* answer.put(count);
              }
            },
          },
          finally: [countsAll(files, file, 10, clients)],
        };
      },
    },
    transaction: {
      explanation:
        'The counter is in a database, and each process reads and writes it in a transaction that takes the write lock at its beginning (BEGIN IMMEDIATE in SQLite). The second waits at its BEGIN and reads 11. The lock is the operating system’s, which takes it from a process that is killed.',
      expect: 'PROVED',
      system() {
        const files = folder('folder', { [file]: '10' });
        const writer = mutex('write lock', 'is-released');
        return both([files, writer], files, function* (): Body {
          yield* writer.acquire();
          const count = Number(yield* files.read(file));
          yield* files.put(file, String(count + 1));
          yield* writer.release();
        });
      },
    },
  },
});
