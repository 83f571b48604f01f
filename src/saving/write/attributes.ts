import { errnoCode, messageOf } from '../../base/errors.ts';
import { again } from './again.ts';

/** The system's calls for extended attributes, by descriptor. Node has none. All throw the system's error. */
export interface AttributeCalls {
  readonly list: (descriptor: number) => readonly string[];
  readonly get: (descriptor: number, name: string) => Uint8Array | null;
  readonly set: (descriptor: number, name: string, value: Uint8Array) => void;
  readonly remove: (descriptor: number, name: string) => void;
}

/** 'none': not on this machine. `mayMatter`: files here can have attributes all the same. */
export type AttributeAccess =
  | ({ readonly is: 'native' } & AttributeCalls)
  | { readonly is: 'none'; readonly mayMatter: boolean; readonly why: string };

/** What a file has: extended attributes, and among them on Linux its ACL. */
export type Attributes =
  | { readonly is: 'known'; readonly values: ReadonlyMap<string, Uint8Array> }
  | { readonly is: 'unknown'; readonly why: string };

let loaded: Promise<AttributeAccess> | null = null;

/** The calls on this machine; loaded once, when they are first needed. Never rejects. */
export function loadAttributes(): Promise<AttributeAccess> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<AttributeAccess> {
  // What Windows keeps beside a file's content (alternate streams, an ACL that is not inherited) is not looked at.
  if (process.platform === 'win32') return { is: 'none', mayMatter: false, why: 'not on Windows' };
  try {
    const { listAttrsSync, getAttrSync, setAttrSync, removeAttrSync } = await import('fs-native-extensions');
    return { is: 'native', list: listAttrsSync, get: getAttrSync, set: setAttrSync, remove: removeAttrSync };
  } catch (error) {
    // An optional dependency: left out of the installation, or without a binary for this platform.
    const why = `its native part could not be loaded (${messageOf(error).split('\n')[0] ?? ''})`;
    return { is: 'none', mayMatter: true, why };
  }
}

const none: Attributes = { is: 'known', values: new Map() };

/** What an open file has. @throws the system's error */
export function attributesOf(descriptor: number, access: AttributeAccess): Attributes {
  if (access.is === 'none') return access.mayMatter ? { is: 'unknown', why: access.why } : none;
  const values = new Map<string, Uint8Array>();
  for (const name of namesOf(descriptor, access)) {
    const value = again(() => access.get(descriptor, name));
    // It may have been removed since.
    if (value !== null) values.set(name, value);
  }
  return { is: 'known', values };
}

/**
 * Gives an open file exactly the attributes that another has: those that it has from its folder (a
 * default ACL) go, except for a label that the system's policy has given it.
 * @returns the names of those that it cannot be given
 */
export function giveAttributes(descriptor: number, wanted: ReadonlyMap<string, Uint8Array>, calls: AttributeCalls): readonly string[] {
  const refused: string[] = [];
  const attempt = (name: string, act: () => void): void => {
    try {
      again(act);
    } catch (error) {
      if (errnoCode(error) === undefined || errnoCode(error) === 'ENOSPC' || errnoCode(error) === 'EDQUOT') throw error;
      refused.push(name);
    }
  };
  const had = namesOf(descriptor, calls);
  for (const name of had.filter((each) => !wanted.has(each) && !isGiven(each))) attempt(name, () => calls.remove(descriptor, name));
  for (const [name, value] of wanted) {
    if (name === provenance) continue;
    if (ofContent.has(name)) refused.push(name);
    else if (!had.includes(name) || !isSame(calls.get(descriptor, name), value)) attempt(name, () => calls.set(descriptor, name, value));
  }
  return refused;
}

/** What the system itself writes about a file's content, and what would be false of another. */
const ofContent: ReadonlySet<string> = new Set(['security.ima', 'security.evm']);

/** macOS marks by it which program has made a file, and lets nobody change that. Not tried: there was no such machine. */
const provenance = 'com.apple.provenance';

/** What the system gives a file by itself. */
function isGiven(name: string): boolean {
  return name === provenance || name.startsWith('security.');
}

function namesOf(descriptor: number, calls: AttributeCalls): readonly string[] {
  try {
    return again(() => calls.list(descriptor));
  } catch (error) {
    const code = errnoCode(error);
    // A file system without attributes.
    if (code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS') return [];
    throw error;
  }
}

function isSame(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && Buffer.compare(a, b) === 0;
}
