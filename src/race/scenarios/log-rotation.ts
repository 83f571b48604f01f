import type { Body } from '../model/loop.ts';
import { clock, folder, mutex, type Folder, type Mutex } from '../model/objects/index.ts';
import { defineScenario, type Condition, type System, type View } from '../model/scenario.ts';

const log = 'app.log';

/** A log that would grow beyond this is put aside first, bytes. */
const most = 4;

function lineOf(name: string): string {
  return `${name}\n`;
}

function texts(files: Folder, view: View, prefix: string): readonly string[] {
  const state = view.of(files);
  return files.namesIn(state, prefix).map((name) => files.textIn(state, name) ?? '');
}

/** That each line of those who have written is in the log or in a file that was put aside. */
function allThere(files: Folder, actors: readonly string[], before: readonly string[]): Condition {
  const lost = (view: View): readonly string[] => {
    const all = texts(files, view, log).flatMap((text) => text.split('\n'));
    return [...before, ...actors.filter((actor) => view.hasEnded(actor))].filter((line) => !all.includes(line));
  };
  return {
    name: 'No line is lost.',
    holds: (view) => lost(view).length === 0,
    says: (view) => `Nowhere any more: ${lost(view).map((line) => `the line "${line}"`).join(' and ')}.`,
  };
}

/** That nothing is put aside that is not full. */
function asideIsFull(files: Folder): Condition {
  return {
    name: 'Only a full log is put aside.',
    holds: (view) => texts(files, view, `${log}.`).every((text) => text.length >= most),
    says: (view) => `Rotated twice: a log of ${Math.min(...texts(files, view, `${log}.`).map((text) => text.length))} bytes was put aside, where ${most} fit.`,
  };
}

interface Logging {
  readonly files: Folder;
  readonly lock: Mutex;
}

/** Processes that write a line each to a log that is full. */
function logging(write: (logging: Logging, name: string) => Body, { actors = ['A', 'B'], before = ['x', 'y'], more = {} }: { readonly actors?: readonly string[]; readonly before?: readonly string[]; readonly more?: Partial<System> } = {}): System {
  const files = folder('folder', { [log]: before.map(lineOf).join('') });
  const lock = mutex('lock', 'is-released');
  return {
    actors: Object.fromEntries(actors.map((name) => [name, () => write({ files, lock }, name)])),
    finally: [allThere(files, actors, before), asideIsFull(files)],
    ...more,
    shared: [files, lock, ...(more.shared ?? [])],
  };
}

function* isFull(files: Folder): Body<boolean> {
  const size = (yield* files.stat(log))?.size ?? 0;
  return size + 2 > most;
}

/** Puts the log aside under a number that was not used yet. */
function* rotate(files: Folder): Body {
  const aside = yield* files.list(`${log}.`);
  yield* files.rename(log, `${log}.${aside.length + 1}`);
}

export default defineScenario({
  name: 'log-rotation',
  title: 'A log that is put aside when it is full',
  promise: 'No line is lost, and only a full log is put aside.',
  topic: 'log rotation',
  variants: {
    'size-check-outside-the-lock': {
      explanation:
        'Each process looks at the size without the lock, and takes the lock only to rename and to write. Both see a full log. A puts it aside as app.log.1 and writes its line to a new one; then B puts that new one aside under the same name, over the full one, which is gone.',
      expect: 'FAILED',
      fix: 'What was seen without the lock is no longer so with it: take the lock before looking at the size, and keep it until the line is written.',
      system: () => logging(function* ({ files, lock }, name) {
        const full = yield* isFull(files);
        yield* lock.acquire();
        if (full) yield* files.rename(log, `${log}.1`);
        yield* files.append(log, lineOf(name));
        yield* lock.release();
      }),
    },
    'rotated-twice': {
      explanation:
        'The same look without the lock, and a fresh name for each log that is put aside. Nothing is overwritten now. But B still puts the log aside that A has just begun: one line stands alone in a file, and where only the newest files are kept, full ones go early.',
      expect: 'FAILED',
      fix: 'Look at the size again under the lock, or look only there.',
      system: () => logging(function* ({ files, lock }, name) {
        const full = yield* isFull(files);
        yield* lock.acquire();
        if (full) yield* rotate(files);
        yield* files.append(log, lineOf(name));
        yield* lock.release();
      }),
    },
    'line-to-a-renamed-file': {
      explanation:
        'A opens the log once, as loggers do, and writes to the open file whenever it has something to say. B puts the log aside, compresses it and removes the original. A’s open file is still that one: its line goes into a file that has no name any more.',
      expect: 'FAILED',
      fix: 'Open, look whether the name still leads to that file, and write, all under the lock; or open anew for each line. Compress a log only when nobody can have it open.',
      system: () => logging(function* ({ files, lock }, name) {
        if (name === 'A') {
          const open = yield* files.open(log, 'a');
          if (open !== null) yield* files.writeAndClose(open, lineOf(name));
          return;
        }
        yield* lock.acquire();
        yield* rotate(files);
        const text = yield* files.read(`${log}.1`);
        yield* files.create(`${log}.1.gz`, text ?? '');
        yield* files.unlink(`${log}.1`);
        yield* files.append(log, lineOf(name));
        yield* lock.release();
      }),
    },
    'names-within-one-millisecond': {
      explanation:
        'All is under one lock, and the log is put aside under the time. But two rotations can fall into one millisecond, and then have the same name: the second rename goes over the first, without a word, and all the lines in it are gone.',
      expect: 'FAILED',
      fix: 'A name that nobody has used: a number that counts on, or the time and the process and a number. And make it with a call that does not overwrite: link instead of rename.',
      system() {
        const time = clock();
        return logging(function* ({ files, lock }, name) {
          yield* lock.acquire();
          if (yield* isFull(files)) yield* files.rename(log, `${log}.${yield* time.now()}`);
          yield* files.append(log, lineOf(name));
          yield* lock.release();
        }, { actors: ['A', 'B', 'C'], more: { shared: [time], ticks: 1 } });
      },
    },
    'all-under-one-lock': {
      explanation:
        'Looking at the size, putting the log aside under a number that was not used yet, and writing to a file that was opened by its name are one section under one lock. Whoever comes next sees the log as it is. Who is killed in the middle leaves a log that was put aside, or not, and no line half counted.',
      expect: 'PROVED',
      system: () => logging(function* ({ files, lock }, name) {
        yield* lock.acquire();
        if (yield* isFull(files)) yield* rotate(files);
        yield* files.append(log, lineOf(name));
        yield* lock.release();
      }, { actors: ['A', 'B', 'C'], more: { faults: { crash: { actors: ['A', 'B', 'C'], most: 2 } } } }),
    },
  },
});
