// What saves a file, by name: ours, and others that the same is asked of.
import { close, open, write } from 'node:fs';
import { promisify } from 'node:util';
import { loadAttributes } from '../../../src/saving/write/attributes.ts';
import { saveAtomically, type SaveOptions } from '../../../src/saving/write/save.ts';

/** @returns whether it has saved, or asks before it does */
export type Save = (file: string, bytes: Buffer) => Promise<'saved' | 'asked'>;

export interface Tool {
  readonly name: string;
  readonly load: () => Promise<Save>;
}

function oursWith(name: string, options: SaveOptions): Tool {
  return {
    name,
    load: async () => {
      // Who saves as another user may not be able to read it then.
      await loadAttributes();
      return async (file, bytes) => ((await saveAtomically(file, bytes, options)).is === 'saved' ? 'saved' : 'asked');
    },
  };
}

const ours = oursWith('lockscope', {});
const oursInPlace = oursWith('lockscope --in-place', { inPlace: 'backed-up' });

/** The calls with which VS Code's disk provider saves: open with 'w', write until all is written, close. */
const likeVsCode: Tool = {
  name: "VS Code's calls",
  load: () => Promise.resolve(async (file, bytes) => {
    const descriptor = await promisify(open)(file, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += (await promisify(write)(descriptor, bytes, at, bytes.length - at, null)).bytesWritten;
    } finally {
      await promisify(close)(descriptor);
    }
    return 'saved';
  }),
};

const writeFileAtomic: Tool = {
  name: 'write-file-atomic',
  load: async () => {
    const { default: save } = await import('write-file-atomic');
    return async (file, bytes) => {
      await save(file, bytes);
      return 'saved';
    };
  },
};

const atomically: Tool = {
  name: 'atomically',
  load: async () => {
    const { writeFile } = await import('atomically');
    return async (file, bytes) => {
      await writeFile(file, bytes);
      return 'saved';
    };
  },
};

const steno: Tool = {
  name: 'steno',
  load: async () => {
    const { Writer } = await import('steno');
    return async (file, bytes) => {
      // Its type says string; it is handed to fs.writeFile as it is.
      await new Writer(file).write(bytes.toString('latin1'));
      return 'saved';
    };
  },
};

export const tools: readonly Tool[] = [ours, oursInPlace, writeFileAtomic, atomically, steno, likeVsCode];

export function toolNamed(name: string): Tool {
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`there is no tool "${name}"`);
  return tool;
}
