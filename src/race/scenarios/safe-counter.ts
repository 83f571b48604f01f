import type { Body } from '../model/loop.ts';
import { folder, mutex, register, type Folder, type Mutex, type Register } from '../model/objects/index.ts';
import { defineScenario, promise, type System } from '../model/scenario.ts';
import { writeFile } from './parts/file-steps.ts';

const file = 'counter';
const last = 10;

/** Those who take numbers, the numbers given out so far, and a lock of the kernel. */
interface Parts {
  readonly files: Folder;
  readonly given: Register<readonly number[]>;
  readonly lock: Mutex;
}

/** Each takes a number from the file and hands it out, as the number of an invoice. */
function counting(take: (parts: Parts) => Body, { text = String(last), actors = ['A', 'B'], faults = {} }: { readonly text?: string; readonly actors?: readonly string[]; readonly faults?: NonNullable<System['faults']> } = {}): System {
  const files = folder('folder', { [file]: text }, { flushes: faults.powerLoss === true });
  const parts: Parts = { files, given: register<readonly number[]>('numbers given out', [last]), lock: mutex('lock', 'is-released') };
  return {
    shared: [parts.files, parts.given, parts.lock],
    actors: Object.fromEntries(actors.map((name) => [name, () => take(parts)])),
    finally: [{
      name: 'No number that was given out is given out again.',
      holds: (view) => view.of(parts.given).every((number) => number <= Number(files.textIn(view.of(files), file))),
      says: (view) => `${Math.max(...view.of(parts.given))} was given out, and the file says ${JSON.stringify(files.textIn(view.of(files), file))}: it will be given out again.`,
    }],
    faults,
  };
}

/** Hands a number out. */
function* give({ given }: Parts, number: number): Body {
  const before = yield* given.read();
  promise(!before.includes(number), `${number} was given out twice.`);
  yield* given.write([...before, number].toSorted((one, other) => one - other));
}

function* replace(files: Folder, text: string): Body {
  const temporary = yield* files.open(`${file}.tmp`, 'w');
  if (temporary !== null) yield* files.writeAndClose(temporary, text);
  yield* files.rename(`${file}.tmp`, file);
}

function* replaceDurably(files: Folder, text: string): Body {
  const temporary = yield* files.open(`${file}.tmp`, 'w');
  if (temporary === null) return;
  yield* files.write(temporary, text);
  yield* files.fsync(temporary);
  yield* files.close(temporary);
  yield* files.rename(`${file}.tmp`, file);
  yield* files.fsyncFolder();
}

export default defineScenario({
  name: 'safe-counter',
  title: 'Numbers from a file, each given out once',
  promise: 'No number is given out twice, not even after a crash.',
  topic: 'safe counter, transaction',
  variants: {
    'released-before-it-is-durable': {
      explanation:
        'Under the lock the counter is read, added to and replaced by a rename, and then the lock is released and the number handed out. Nothing was flushed. When the power is lost, the file is back at 10 or even empty, while 11 stands on somebody’s invoice.',
      expect: 'FAILED',
      fix: 'Flush the temporary file before the rename and the folder after it, and only then release the lock and hand the number out.',
      system: () => counting(function* (parts) {
        const { files, lock } = parts;
        yield* lock.acquire();
        const number = Number(yield* files.read(file)) + 1;
        yield* replace(files, String(number));
        yield* lock.release();
        yield* give(parts, number);
      }, { actors: ['A'], faults: { powerLoss: true } }),
    },
    'released-before-it-is-written': {
      explanation:
        'To keep the section small, the lock is released as soon as the number is known, and the file is written afterwards. In between the next one reads the old number: the lock protects the reading, and not the counting.',
      expect: 'FAILED',
      fix: 'A small section is good, but all of read, add and write belongs into it.',
      system: () => counting(function* (parts) {
        const { files, lock } = parts;
        yield* lock.acquire();
        const number = Number(yield* files.read(file)) + 1;
        yield* lock.release();
        yield* files.put(file, String(number));
        yield* give(parts, number);
      }),
    },
    'unreadable-counts-as-zero': {
      explanation:
        'parseInt(text) || 0 takes a file that cannot be read for a counter that starts. A is killed after fs.writeFile has emptied the file and before it has filled it; B gets the lock, finds no number, and starts again at 1.',
      expect: 'FAILED',
      fix: 'Take a missing file for zero and nothing else: an empty file is damage, and an error. And write by a temporary file and a rename, so that it never is empty.',
      system: () => counting(function* (parts) {
        const { files, lock } = parts;
        yield* lock.acquire();
        const number = (Number.parseInt((yield* files.read(file)) ?? '', 10) || 0) + 1;
        promise(number > last, `The counter starts again: ${number} was given out long ago.`);
        yield* writeFile(files, file, String(number));
        yield* give(parts, number);
        yield* lock.release();
      }, { faults: { crash: { actors: ['A'] } } }),
    },
    'under-one-lock': {
      explanation:
        'Reading, adding and replacing the file by a rename are all under one lock, and the number is handed out before the lock is released. Whoever is killed, the file says the old number or the new one. It takes a loss of power to break it.',
      expect: 'PROVED',
      system: () => counting(function* (parts) {
        const { files, lock } = parts;
        yield* lock.acquire();
        const number = Number(yield* files.read(file)) + 1;
        yield* replace(files, String(number));
        yield* give(parts, number);
        yield* lock.release();
      }, { actors: ['A', 'B', 'C'], faults: { crash: { actors: ['A', 'B', 'C'], most: 2 } } }),
    },
    'durable-before-it-is-released': {
      explanation:
        'The temporary file is flushed, renamed, and the folder flushed, all under the lock; then the number is handed out. When the power is lost at any moment, the file says at least the highest number that was given out. A number may be skipped, none comes twice.',
      expect: 'PROVED',
      system: () => counting(function* (parts) {
        const { files, lock } = parts;
        yield* lock.acquire();
        const number = Number(yield* files.read(file)) + 1;
        yield* replaceDurably(files, String(number));
        yield* give(parts, number);
        yield* lock.release();
      }, { faults: { powerLoss: true } }),
    },
  },
});
