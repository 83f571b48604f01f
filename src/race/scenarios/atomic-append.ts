import type { Body } from '../model/loop.ts';
import { chance, folder, mutex, type Folder } from '../model/objects/index.ts';
import { defineScenario, type Condition, type System } from '../model/scenario.ts';
import { acquire } from './parts/file-steps.ts';

const log = 'app.log';
const lock = 'log.lock';

/** What each process writes: one line. */
function recordOf(name: string): string {
  return `${name}${name}`;
}

function allWhole(files: Folder, actors: readonly string[]): Condition {
  const missing = (text: string, hasEnded: (actor: string) => boolean): readonly string[] => actors.filter((actor) => hasEnded(actor) && !text.split('\n').includes(recordOf(actor)));
  return {
    name: 'Every record is a line of its own.',
    holds: (view) => missing(files.textIn(view.of(files), log) ?? '', (actor) => view.hasEnded(actor)).length === 0,
    says(view) {
      const text = files.textIn(view.of(files), log) ?? '';
      return `The log holds ${JSON.stringify(text)}, and no line ${missing(text, (actor) => view.hasEnded(actor)).map(recordOf).join(' and none ')}.`;
    },
  };
}

/** Two processes that each add one record. */
function both(files: Folder, run: (name: string) => Body, more: Partial<System> = {}): System {
  return { shared: [files], actors: { A: () => run('A'), B: () => run('B') }, finally: [allWhole(files, ['A', 'B'])], ...more };
}

function disk(): Folder {
  return folder('folder', { [log]: '' });
}

function* inTwoWrites(files: Folder, name: string): Body {
  yield* files.append(log, name);
  yield* files.append(log, `${name}\n`);
}

export default defineScenario({
  name: 'atomic-append',
  title: 'Several processes write one log',
  promise: 'Every record that was written is a line of its own in the log.',
  topic: 'atomic append',
  variants: {
    'two-writes-per-record': {
      explanation:
        'A record goes out in two writes: a prefix and a message, a text and its line feed, or a stream that flushes when its buffer is full. Each write goes to the end of the file, and the other process writes in between.',
      expect: 'FAILED',
      fix: 'Put the record together first, with its line feed, and write it once, with O_APPEND. Or hold a lock from the first write to the last.',
      system() {
        const files = disk();
        return both(files, (name) => inTwoWrites(files, name));
      },
    },
    'without-o-append': {
      explanation:
        'The process goes to the end of the file and writes there: two steps. When the other one has written in between, that place is not the end any more, and one record is written over the other.',
      expect: 'FAILED',
      fix: 'Open with the flag a (O_APPEND): then finding the end and writing there are one step of the kernel. It does not hold on NFS.',
      system() {
        const files = disk();
        return both(files, function* (name) {
          const open = yield* files.open(log, 'r+');
          if (open === null) return;
          yield* files.seekToEnd(open);
          yield* files.writeAndClose(open, `${recordOf(name)}\n`);
        });
      },
    },
    'read-and-write-back': {
      explanation:
        'The whole log is read, a line added, and all of it written back with a rename. The rename makes sure that nobody sees half a log. It does not bring back the line that the other process had added since the read.',
      expect: 'FAILED',
      fix: 'Append instead: it does not touch what others have written.',
      system() {
        const files = disk();
        return both(files, function* (name) {
          const text = yield* files.read(log);
          yield* files.put(log, `${text ?? ''}${recordOf(name)}\n`);
        });
      },
    },
    'the-rest-in-a-second-write': {
      explanation:
        'appendFile is called atomic "for single writes". But write() may take less than it was given, on a nearly full disk or after a signal, and appendFile then writes the rest in a second call. Nobody sees to it that this follows at once.',
      expect: 'FAILED',
      fix: 'Hold a lock while a record is written, or take what came after a short write for damage: remove it, and write the record again as a whole.',
      system() {
        const files = disk();
        const space = chance('how much is taken');
        return both(files, function* (name) {
          if ((yield* space.oneOf('all', 'half')) === 'all') yield* files.append(log, `${recordOf(name)}\n`);
          else yield* inTwoWrites(files, name);
        }, { shared: [files, space] });
      },
    },
    'killed-between-two-writes': {
      explanation:
        'Both writes of a record are under one lock, so nobody comes in between. But A is killed after the first one. Its half of a record has no line feed, and B’s record is glued to it.',
      expect: 'FAILED',
      fix: 'One write per record. Or let whoever comes next look whether the log ends with a line feed, and write one first when it does not.',
      system() {
        const files = disk();
        const kernel = mutex('kernel lock', 'is-released');
        return both(files, function* (name) {
          yield* kernel.acquire();
          yield* inTwoWrites(files, name);
          yield* kernel.release();
        }, { shared: [files, kernel], faults: { crash: { actors: ['A'] } } });
      },
    },
    'one-write-with-o-append': {
      explanation:
        'The whole record, with its line feed, in one write to a file that was opened with O_APPEND. The kernel finds the end and writes there in one step, so records stand one after the other, in whichever order. Whoever is killed has written its record or has not.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return both(files, function* (name) {
          yield* files.append(log, `${recordOf(name)}\n`);
        }, { faults: { crash: { actors: ['A', 'B'] } } });
      },
    },
    'two-writes-under-a-lock': {
      explanation:
        'A record may take as many writes as it likes while its writer holds the lock: nobody else writes in the meantime. It needs all writers to take the lock, and none to be killed in the middle.',
      expect: 'PROVED',
      system() {
        const files = disk();
        return both(files, function* (name) {
          yield* acquire(files, lock);
          yield* inTwoWrites(files, name);
          yield* files.unlink(lock);
        });
      },
    },
    'looks-how-the-log-ends': {
      explanation:
        'Under a kernel lock, each writer looks first whether the log ends with a line feed. Where it does not, somebody was killed in the middle of a record, and a line feed is written before one’s own. The half record is a line of its own then, and spoils no other.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const kernel = mutex('kernel lock', 'is-released');
        return both(files, function* (name) {
          yield* kernel.acquire();
          const text = (yield* files.read(log)) ?? '';
          if (text !== '' && !text.endsWith('\n')) yield* files.append(log, '\n');
          yield* inTwoWrites(files, name);
          yield* kernel.release();
        }, { shared: [files, kernel], faults: { crash: { actors: ['A', 'B'], most: 2 } } });
      },
    },
  },
});
