import { writeFileSync } from 'node:fs';
import type { Act } from './judged.ts';

/** An editor in a terminal. */
interface Editor {
  readonly words: readonly [string, ...string[]];
  /** The lock that it makes beside the file. */
  readonly lockName: string;
  /** Keys that end it; the return key follows each. */
  readonly quit: readonly string[];
}

/** Opens notes.txt in an editor, and waits until that has its lock. */
export function editing({ words: [program, ...args], lockName, quit }: Editor): Act {
  return async (scene) => {
    writeFileSync(scene.at('notes.txt'), 'first\n');
    const { keys, pid } = await scene.startInTerminal([program, ...args, scene.at('notes.txt')]);
    const lockPath = await scene.appears(lockName);
    const release = async (): Promise<void> => {
      for (const each of quit) keys.tell(each);
      await keys.exited;
    };
    return { lockPath, pid, release };
  };
}
