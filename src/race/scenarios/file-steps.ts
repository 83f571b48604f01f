import type { Folder } from '../model/objects/folder.ts';
import { retry, type Body } from '../model/loop.ts';
import type { Condition } from '../model/scenario.ts';

/** fs.writeFile: two system calls, and between them the file is empty. */
export function* writeFile(folder: Folder, name: string, text: string): Body {
  const file = yield* folder.open(name, 'w');
  if (file !== null) yield* folder.writeAndClose(file, text);
}

/** Makes a lock, a file or a folder, and waits as long as somebody else's is there. */
export function* acquire(folder: Folder, lock: string, how: 'create' | 'mkdir' = 'create'): Body {
  yield* retry(function* () {
    if (yield* folder[how](lock)) return true;
    yield* folder.whenGone(lock);
    return undefined;
  });
}

/** That a counter's file has counted everybody who has come to an end. */
export function countsAll(folder: Folder, file: string, start: number, actors: readonly string[]): Condition {
  return {
    name: 'Every increment is kept.',
    holds: (view) => Number(folder.textIn(view.of(folder), file)) === start + actors.filter((actor) => view.hasEnded(actor)).length,
    says(view) {
      const all = start + actors.filter((actor) => view.hasEnded(actor)).length;
      return `${file} says ${folder.textIn(view.of(folder), file) ?? 'nothing'}, not ${all}: an increment is lost.`;
    },
  };
}
