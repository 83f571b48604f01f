import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from './temp-folder.ts';

/** The command as it is built. */
export const cli = fileURLToPath(new URL('../../../dist/cli.mjs', import.meta.url));

/** An empty folder to run the command in, with a state folder of its own beside it; gone after the test. */
export class CommandPlace {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(t: TestContext) {
    const temp = tempFolder();
    t.after(() => temp[Symbol.dispose]());
    this.folder = path.join(temp.path, 'work');
    mkdirSync(this.folder);
    this.env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(temp.path, 'state') };
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }
}
