import type { Body } from '../model/loop.ts';
import { chance, folder, type Folder } from '../model/objects/index.ts';
import { defineScenario, promise, type Condition } from '../model/scenario.ts';
import { acquire } from './parts/file-steps.ts';

const file = 'config.json';
const before = '[1, 1]';
const after = '[2, 2]';

function disk(): Folder {
  return folder('folder', { [file]: before });
}

/** Two system calls of writing, as for a text that does not go out at once. */
function* writeInTwo(files: Folder, name: string, text: string): Body {
  const open = yield* files.open(name, 'w');
  if (open === null) return;
  yield* files.write(open, text.slice(0, 3));
  yield* files.writeAndClose(open, text.slice(3));
}

function* saveWith(files: Folder, temporary: string, text: string): Body {
  yield* writeInTwo(files, temporary, text);
  yield* files.rename(temporary, file);
}

/** Looks once. */
function reader(files: Folder, texts: readonly string[] = [before, after]): () => Body {
  return function* (): Body {
    const text = yield* files.read(file);
    promise(text !== null && texts.includes(text), `R read ${JSON.stringify(text)} from ${file}: ${text === '' ? 'nothing is left of the old text, and nothing of the new is there' : 'that is half a file'}.`);
  };
}

/** That the file is whole at every moment. */
function isWhole(files: Folder, texts: readonly string[] = [before, after]): Condition {
  return {
    name: `${file} is whole.`,
    holds: (view) => texts.includes(files.textIn(view.of(files), file) ?? ''),
    says: (view) => `The file holds ${JSON.stringify(files.textIn(view.of(files), file))}, which nobody has saved.`,
  };
}

export default defineScenario({
  name: 'atomic-write',
  title: 'Saving a file that others read',
  promise: 'Whoever reads the file finds all of an old text or all of a new one.',
  topic: 'atomic write',
  variants: {
    'truncate-and-write': {
      explanation:
        'fs.writeFile opens the file with O_TRUNC, which empties it, and then fills it, in one write or in several. A reader that comes in between finds nothing, or the first half. Editors save like this too, VS Code among them.',
      expect: 'FAILED',
      fix: 'Write a temporary file beside it, and rename that over the file when it is complete: the name goes from the old text to the new in one step.',
      system() {
        const files = disk();
        return { shared: [files], actors: { W: () => writeInTwo(files, file, after), R: reader(files) } };
      },
    },
    'killed-halfway': {
      explanation:
        'Nobody reads while the file is written. But the writer can be killed between emptying the file and filling it, and then the old text is gone and the new one is not there.',
      expect: 'FAILED',
      fix: 'The same temporary file and rename: who is killed before the rename leaves the old text as it was, and a temporary file that is of no use to anybody.',
      system() {
        const files = disk();
        return { shared: [files], actors: { W: () => writeInTwo(files, file, after) }, finally: [isWhole(files)], faults: { crash: { actors: ['W'] } } };
      },
    },
    'one-temporary-name': {
      explanation:
        'The temporary file is called config.json.tmp and the number of the process. Two saves in one process share that name, and so do two containers in which both are process 1. B renames the file that A has begun to fill; A goes on writing, now into config.json itself, where a mixture of both is left. A’s own rename then fails with ENOENT.',
      expect: 'FAILED',
      fix: 'A name that nobody else can have: made with the flag wx, and with another name when that one exists. Or let saves of one file wait for each other.',
      system() {
        const files = disk();
        const temporary = `${file}.tmp.1234`;
        return {
          shared: [files],
          actors: { A: () => saveWith(files, temporary, after), B: () => saveWith(files, temporary, '[3, 3]') },
          invariants: [isWhole(files, [before, after, '[3, 3]'])],
        };
      },
    },
    'byte-count-ignored': {
      explanation:
        'When the disk is nearly full, write() takes the first half of the text and says how many bytes that was. Who does not look at the number renames half a file over the old one, and reports success. Widely used libraries did exactly that on a full disk.',
      expect: 'FAILED',
      fix: 'Write until every byte is out, or an error says that it cannot be; look at the size; only then rename.',
      system() {
        const files = disk();
        const space = chance('free space');
        return {
          shared: [files, space],
          actors: {
            *W() {
              const temporary = yield* files.open(`${file}.tmp`, 'w');
              if (temporary === null) return;
              yield* files.writeAndClose(temporary, (yield* space.oneOf('enough', 'little')) === 'enough' ? after : after.slice(0, 3));
              yield* files.rename(`${file}.tmp`, file);
            },
          },
          invariants: [isWhole(files)],
        };
      },
    },
    'temporary-and-rename': {
      explanation:
        'Each save fills a temporary file of its own and renames it over the file when it is complete. A rename is one step: readers find the old text or a new one, whoever is killed, and whenever. Two saves at once do no harm to each other; the later one wins.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const texts = [before, after, '[3, 3]'];
        return {
          shared: [files],
          actors: {
            A: () => saveWith(files, `${file}.tmp.A`, after),
            B: () => saveWith(files, `${file}.tmp.B`, '[3, 3]'),
            R: reader(files, texts),
          },
          invariants: [isWhole(files, texts)],
          faults: { crash: { actors: ['A', 'B'], most: 2 } },
        };
      },
    },
    'write-file-under-a-lock': {
      explanation:
        'Readers and writers take the same lock, and the write may be as slow as it likes. This holds as long as nobody reads without the lock and nobody is killed while writing; a rename asks for neither.',
      expect: 'PROVED',
      system() {
        const files = disk();
        const underLock = (body: () => Body) => function* (): Body {
          yield* acquire(files, 'config.lock');
          yield* body();
          yield* files.unlink('config.lock');
        };
        return { shared: [files], actors: { W: underLock(() => writeInTwo(files, file, after)), R: underLock(reader(files)) } };
      },
    },
  },
});
