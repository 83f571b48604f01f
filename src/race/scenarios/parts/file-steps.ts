import type { Folder } from '../../model/objects/folder.ts';
import { retry, type Body } from '../../model/loop.ts';
import type { Condition, Goal, View } from '../../model/scenario.ts';

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

/** Reads the number in a file, adds one, and puts the sum in its place. */
export function* countOnce(folder: Folder, file: string): Body {
  const count = Number(yield* folder.read(file));
  yield* folder.put(file, String(count + 1));
}

/** That a counter's file has counted everybody who has come to an end. Who was killed may have counted or not. */
export function countsAll(folder: Folder, file: string, start: number, actors: readonly string[]): Condition {
  const ended = (view: View): number => start + actors.filter((actor) => view.hasEnded(actor)).length;
  const killed = (view: View): number => actors.filter((actor) => view.hasCrashed(actor)).length;
  return {
    name: 'Every increment is kept.',
    holds(view) {
      const count = Number(folder.textIn(view.of(folder), file));
      return count >= ended(view) && count <= ended(view) + killed(view);
    },
    says: (view) => `The counter is ${folder.textIn(view.of(folder), file) ?? 'gone'}, not ${ended(view)}: an increment is lost.`,
  };
}

/** That nobody who was not killed waits for ever. */
export function everybodyGetsIn(actors: readonly string[]): Goal {
  return {
    name: 'Everybody who is not killed gets in.',
    isAwaited: (view) => actors.some((actor) => !view.hasEnded(actor) && !view.hasCrashed(actor)),
  };
}
