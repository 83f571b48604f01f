import path from 'node:path';
import { text } from '../../base/text.ts';
import type { ToolWay } from '../lock.ts';
import { halfWritten, pidClaim, readPid, told, toldNothing, type Told } from './content.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';

/** Offsets and lengths in the first block of a swap file; see struct block0 in Vim's memline.c. nano fills in the same. */
const header = { pid: 24, host: 68, hostLength: 40, modified: 1007, length: 1024 } as const;

/** "b0VIM 9.0"; the second byte is another one where the text is encrypted. */
const vimMagic = /^b[0cCd]VIM \d/;
const nanoMagic = /^b0nano \d/;

/** Vim tries .swp, .swo and so on down to .swa. */
const endings = Array.from('ponmlkjihgfedcba', (letter) => `.sw${letter}`);

/** Where Vim puts them: beside the file, or in a folder for all with the file's path in the name. */
const places = endings.flatMap((ending) => [`.*${ending}`, ending, `%*${ending}`]);

/** The swap files of Vim and Neovim, and nano's lock files, which look the same and hold no text. */
export const vim: readonly Format[] = [
  {
    kind: 'vim',
    title: 'Vim swap file',
    at: places,
    byContent: true,
    basis: 'existence',
    tell: tellBy(vimMagic),
    resource,
    breaking: (site) => (isModified(site) ? 'tool-command' : 'remove'),
    ways: waysOut,
  },
  {
    kind: 'nano',
    title: 'nano lock',
    at: places,
    byContent: true,
    basis: 'existence',
    tell: tellBy(nanoMagic),
    resource,
  },
];

function tellBy(magic: RegExp): (site: Site) => Told | null {
  return ({ observation: { artifact } }) => {
    if (artifact.type !== 'file' || !magic.test(latin(artifact.head.subarray(0, 16)))) return null;
    if (artifact.head.length < header.length) return halfWritten;
    const pid = readPid(new DataView(artifact.head.buffer, artifact.head.byteOffset).getUint32(header.pid, true));
    const host = latin(artifact.head.subarray(header.host, header.host + header.hostLength)).replace(/\0[^]*$/, '');
    return pid === null ? toldNothing : told(pidClaim(pid, host === '' ? null : host));
  };
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Whether it holds changes that are in no other file. */
function isModified({ observation: { artifact } }: Site): boolean {
  return artifact.type === 'file' && artifact.head[header.modified] === 0x55;
}

/** "/w/.a.txt.swp" is of "/w/a.txt"; "%w%a.txt.swp" of "/w/a.txt", wherever it stands; ".swp" of a text without a name. */
function resource(lockPath: string): string {
  const { dir, name } = path.parse(lockPath);
  if (endings.includes(name)) return dir;
  return name.startsWith('%') ? name.replace(/%%|%/g, (sign) => (sign === '%%' ? '%' : '/')) : path.join(dir, name.slice(1));
}

function waysOut(lockPath: string): readonly ToolWay[] {
  const file = resource(lockPath);
  const program = lockPath.includes(`${path.sep}nvim${path.sep}`) ? 'nvim' : 'vim';
  return [
    {
      argv: [program, '-r', file === path.dirname(lockPath) ? lockPath : file],
      cwd: path.dirname(lockPath),
      does: text('Recovers the text that was not saved. Look it through, save it, then delete the swap file.'),
    },
  ];
}
