// What a file has besides its content, and whether it has that after a save.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, linkSync, lstatSync, openSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getAttrSync, listAttrsSync, setAttrSync } from 'fs-native-extensions';

export interface Aspect {
  readonly name: string;
  /** Makes a file that has it. @returns the path to save to */
  readonly make: (folder: string) => string;
  /** What is compared, before and after. */
  readonly picture: (file: string) => string;
  readonly unmake?: (folder: string) => void;
  readonly needsRoot?: true;
  /** The user who saves. */
  readonly user?: number;
}

const nobody = 65_534;

function fileIn(folder: string, mode = 0o644): string {
  const file = path.join(folder, 'a');
  writeFileSync(file, 'old');
  chmodSync(file, mode);
  return file;
}

function withOpen<T>(file: string, act: (descriptor: number) => T): T {
  const descriptor = openSync(file, 'r');
  try {
    return act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const modeOf = (file: string): string => (statSync(file).mode & 0o7777).toString(8);
const ownerOf = (file: string): string => `${statSync(file).uid}:${statSync(file).gid}`;
const attributesOf = (file: string): string => withOpen(file, (descriptor) => listAttrsSync(descriptor).toSorted().map((name) => `${name}=${getAttrSync(descriptor, name)?.toString('hex')}`).join(' '));

/** An ACL as the kernel keeps it: a version, and entries of tag, permissions and id; see acl(5) and linux/posix_acl_xattr.h. */
function acl(user: number): Buffer {
  const entries = [[0x01, 6, -1], [0x02, 7, user], [0x04, 4, -1], [0x10, 7, -1], [0x20, 4, -1]] as const;
  const bytes = Buffer.alloc(4 + entries.length * 8);
  bytes.writeUInt32LE(2);
  entries.forEach(([tag, permissions, id], index) => {
    bytes.writeUInt16LE(tag, 4 + index * 8);
    bytes.writeUInt16LE(permissions, 6 + index * 8);
    bytes.writeInt32LE(id, 8 + index * 8);
  });
  return bytes;
}

function give(file: string, name: string, value: Buffer): string {
  withOpen(file, (descriptor) => setAttrSync(descriptor, name, value));
  return file;
}

/** Where a link leads, and what the file there holds: saved through it, or not. */
function linkPicture(link: string): string {
  return `${lstatSync(link).isSymbolicLink() ? 'link' : 'file'} to ${path.basename(path.dirname(link))}/b`;
}

const mode = (bits: number): Aspect => ({ name: `mode ${bits.toString(8).padStart(4, '0')}`, make: (folder) => fileIn(folder, bits), picture: modeOf });

export const aspects: readonly Aspect[] = [
  mode(0o600),
  mode(0o755),
  mode(0o666),
  mode(0o2755),
  mode(0o4755),
  {
    name: 'owner and group',
    needsRoot: true,
    make: (folder) => {
      const file = fileIn(folder, 0o640);
      chownSync(file, 1234, 4321);
      return file;
    },
    picture: (file) => `${ownerOf(file)} ${modeOf(file)}`,
  },
  {
    name: "another user's file",
    needsRoot: true,
    user: nobody,
    make: (folder) => {
      chmodSync(folder, 0o777);
      const file = fileIn(folder, 0o666);
      chownSync(file, 1234, 1234);
      return file;
    },
    picture: (file) => `${ownerOf(file)} ${modeOf(file)}`,
  },
  {
    name: 'a group that one is not in',
    needsRoot: true,
    user: nobody,
    make: (folder) => {
      chownSync(folder, nobody, nobody);
      const file = fileIn(folder, 0o664);
      chownSync(file, nobody, 4321);
      return file;
    },
    picture: (file) => `${ownerOf(file)} ${modeOf(file)}`,
  },
  { name: 'extended attributes', make: (folder) => give(give(fileIn(folder), 'user.comment', Buffer.from('ü\0x')), 'user.empty', Buffer.alloc(0)), picture: attributesOf },
  { name: 'ACL', make: (folder) => give(fileIn(folder), 'system.posix_acl_access', acl(0)), picture: (file) => `${attributesOf(file)} ${modeOf(file)}` },
  {
    name: 'no ACL, in a folder that gives one',
    make: (folder) => {
      const file = fileIn(folder);
      give(folder, 'system.posix_acl_default', acl(0));
      return file;
    },
    picture: (file) => `${attributesOf(file)} ${modeOf(file)}`,
  },
  {
    name: 'file capabilities',
    needsRoot: true,
    make: (folder) => {
      // cap_net_bind_service=ep, as the kernel keeps it: see linux/capability.h.
      const bytes = Buffer.alloc(20);
      [0x02_00_00_01, 1 << 10].forEach((word, index) => bytes.writeUInt32LE(word, index * 4));
      return give(fileIn(folder, 0o755), 'security.capability', bytes);
    },
    picture: attributesOf,
  },
  {
    name: 'symbolic link',
    make: (folder) => {
      writeFileSync(path.join(folder, 'b'), 'old');
      symlinkSync('b', path.join(folder, 'a'));
      return path.join(folder, 'a');
    },
    picture: linkPicture,
  },
  {
    name: 'dangling link',
    make: (folder) => {
      symlinkSync('b', path.join(folder, 'a'));
      return path.join(folder, 'a');
    },
    picture: linkPicture,
  },
  {
    name: 'hard link',
    make: (folder) => {
      const file = fileIn(folder);
      linkSync(file, path.join(folder, 'b'));
      return file;
    },
    picture: (file) => `${statSync(file).nlink} ${readFileSync(file, 'utf8') === readFileSync(path.join(path.dirname(file), 'b'), 'utf8') ? 'same' : 'different'}`,
  },
  {
    name: 'bind mount',
    make: (folder) => {
      const file = fileIn(folder);
      writeFileSync(path.join(folder, 'b'), 'old');
      execFileSync('mount', ['--bind', path.join(folder, 'b'), file]);
      return file;
    },
    picture: (file) => String(statSync(file).ino === statSync(path.join(path.dirname(file), 'b')).ino),
    unmake: (folder) => void execFileSync('umount', [path.join(folder, 'a')]),
  },
];
