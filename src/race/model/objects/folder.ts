import type { Caller, Operation, Touch } from '../operation.ts';
import { readsAll } from '../operation.ts';
import { ScenarioError } from '../scenario-error.ts';
import { blocked, done, SharedObject } from '../shared-object.ts';
import { FolderDraft } from './folder-draft.ts';
import { describeFolder, isLock, makersOf, namesIn } from './folder-looks.ts';
import { afterPowerLoss } from './folder-power.ts';
import { emptyFamily, type Family, type FolderState, type Inode, type Keeps } from './folder-state.ts';

/** An open file of one actor. It stays with its file when that is renamed or unlinked. */
export type Handle = { readonly file: string; readonly number: number };

/** What `stat` tells. */
export type Stat = {
  readonly is: 'file' | 'folder';
  /** Used again as soon as its file is gone, as file systems do. */
  readonly ino: number;
  /** When it was born: different for each that was ever made; null where the folder keeps no births. */
  readonly born: number | null;
  readonly size: number;
  /** In ticks; null where the folder keeps no times. */
  readonly changedAt: number | null;
};

/**
 * How a file is opened: to read ('r'), to read and write ('r+'), truncated or made anew ('w'), made or not at all
 * ('wx': O_CREAT | O_EXCL), or so that every write goes to its end ('a': O_APPEND).
 */
export type OpenFlag = 'r' | 'r+' | 'w' | 'wx' | 'a';

export interface FolderOptions extends Partial<Keeps> {
  /**
   * Prefixes of names. Names with the same prefix may be renamed to one another and be links of one file; others may
   * not, and steps on them commute. The names of the files that are there at the start, unless said otherwise.
   */
  readonly families?: readonly string[];
}

/**
 * A folder of a file system, as processes see it: names and what they stand for apart, so that an open file survives
 * that its name goes to another. Each operation is one system call, and atomic; what a library does in two calls
 * (truncate, then write; make, then fill) is two steps here too.
 */
export class Folder extends SharedObject<FolderState> {
  override readonly kind = 'folder';
  private readonly keeps: Keeps;
  private readonly prefixes: readonly string[];

  constructor(name: string, files: Readonly<Record<string, string>>, { families, times = false, births = false, flushes = false }: FolderOptions) {
    const keeps = { times, births, flushes };
    const prefixes = (families ?? Object.keys(files)).toSorted((one, other) => other.length - one.length);
    super(name, stateOf(files, prefixes, keeps));
    this.keeps = keeps;
    this.prefixes = prefixes;
  }

  /** Makes a file where nothing is, with that text in it. @returns whether it did: nothing was there (EEXIST) */
  create(name: string, text = ''): Operation<boolean> {
    return this.change('create', name, [name, ...(text === '' ? [] : [text])], (draft, { actor }) => {
      if (draft.numberAt(name) !== null) return false;
      draft.make(name, 'file', actor, text);
      return true;
    });
  }

  /** Makes a folder where nothing is. @returns whether it did */
  mkdir(name: string): Operation<boolean> {
    return this.change('mkdir', name, [name], (draft, { actor }) => {
      if (draft.numberAt(name) !== null) return false;
      draft.make(name, 'folder', actor, '');
      return true;
    });
  }

  /** Removes the name of a file. @returns whether it did: there was one (ENOENT), and it was no folder (EISDIR) */
  unlink(name: string): Operation<boolean> {
    return this.remove('unlink', name, 'file');
  }

  /** Removes a folder. @returns whether it did: there was one (ENOENT), and it was no file (ENOTDIR) */
  rmdir(name: string): Operation<boolean> {
    return this.remove('rmdir', name, 'folder');
  }

  /** Gives a file another name, in place of what has that name. @returns whether it did: it was there */
  rename(from: string, to: string): Operation<boolean> {
    return this.change('rename', this.sameFamily(from, to), [from, to], (draft) => {
      const ino = draft.numberAt(from);
      const over = draft.at(to);
      if (ino === null || (over !== null && over.is !== draft.inode(ino).is)) return false;
      if (ino !== draft.numberAt(to)) draft.setNames([[from, null], [to, ino]]);
      return true;
    });
  }

  /** Swaps what two names stand for (RENAME_EXCHANGE). @returns whether it did: both were there */
  exchange(one: string, other: string): Operation<boolean> {
    return this.change('exchange', this.sameFamily(one, other), [one, other], (draft) => {
      const [first, second] = [draft.numberAt(one), draft.numberAt(other)];
      if (first === null || second === null) return false;
      draft.setNames([[one, second], [other, first]]);
      return true;
    });
  }

  /** Gives a file another name besides. @returns whether it did: it was there, no folder, and the other name was free */
  link(from: string, to: string): Operation<boolean> {
    return this.change('link', this.sameFamily(from, to), [from, to], (draft) => {
      const ino = draft.numberAt(from);
      if (ino === null || draft.inode(ino).is === 'folder' || draft.numberAt(to) !== null) return false;
      draft.setName(to, ino);
      return true;
    });
  }

  /** Opens a file. @returns null when it is not there, with 'wx' when it is, and when it is a folder */
  open(name: string, flag: OpenFlag): Operation<Handle | null> {
    return this.change('open', name, [name, flag], (draft, { actor }) => {
      const found = draft.numberAt(name);
      if (flag === 'wx' ? found !== null : found === null && (flag === 'r' || flag === 'r+')) return null;
      if (draft.at(name)?.is === 'folder') return null;
      const ino = found ?? draft.make(name, 'file', flag === 'wx' ? actor : null, '');
      if (flag === 'w' && draft.inode(ino).text !== '') draft.setText(ino, '');
      return { file: name, number: draft.open(actor, ino, flag === 'a' ? 'end' : 0) };
    });
  }

  close(file: Handle): Operation<null> {
    return this.change('close', file.file, [file], (draft, { actor }) => {
      draft.close(actor, file.number);
      return null;
    });
  }

  /** All that is in a file, by its name or its handle. @returns null when there is no such file */
  read(file: string | Handle): Operation<string | null> {
    return this.look('read', nameOf(file), [file], (draft, { actor }) => {
      const inode = typeof file === 'string' ? draft.at(file) : draft.inode(draft.handle(actor, file.number).ino);
      return inode?.is === 'file' ? inode.text : null;
    });
  }

  /** Has the handle stand at the end of the file, where that is at this moment (lseek, SEEK_END). */
  seekToEnd(file: Handle): Operation<null> {
    return this.change('seekToEnd', file.file, [file], (draft, { actor }) => {
      draft.move(actor, file.number, draft.inode(draft.handle(actor, file.number).ino).text.length);
      return null;
    });
  }

  /** Writes where the handle stands, and moves it on. */
  write(file: Handle, text: string): Operation<null> {
    return this.change('write', file.file, [file, text], (draft, caller) => this.writeTo(draft, caller, file, text));
  }

  /** The last write of a file, which is closed then: one step less. */
  writeAndClose(file: Handle, text: string): Operation<null> {
    return this.change('writeAndClose', file.file, [file, text], (draft, caller) => {
      this.writeTo(draft, caller, file, text);
      draft.close(caller.actor, file.number);
      return null;
    });
  }

  /** Puts a file with that text in place of another, as writing a temporary file and renaming it come to: nobody sees anything in between. */
  put(name: string, text: string): Operation<null> {
    return this.change('put', name, [name, text], (draft) => {
      expectFile(draft.at(name), name);
      const ino = draft.make(name, 'file', null, '');
      draft.setText(ino, text, [halfOf(text)]);
      return null;
    });
  }

  /** Opens a file with O_APPEND, makes it where there is none, and writes once. */
  append(name: string, text: string): Operation<null> {
    return this.change('append', name, [name, text], (draft) => {
      expectFile(draft.at(name), name);
      const ino = draft.numberAt(name) ?? draft.make(name, 'file', null, '');
      const before = draft.inode(ino).text;
      draft.setText(ino, before + text, [before + halfOf(text)]);
      return null;
    });
  }

  /** What a name stands for. @returns null when that is nothing */
  stat(name: string): Operation<Stat | null> {
    return this.look('stat', name, [name], (draft) => {
      const ino = draft.numberAt(name);
      return ino === null ? null : statOf(ino, draft.inode(ino));
    });
  }

  /** Whether the name stands for something. */
  exists(name: string): Operation<boolean> {
    return this.look('exists', name, [name], (draft) => draft.numberAt(name) !== null);
  }

  /** Sets the time of what a name stands for to now (utimes). @returns whether there was something */
  touch(name: string): Operation<boolean> {
    return this.change('touch', name, [name], (draft) => {
      const ino = draft.numberAt(name);
      if (ino !== null) draft.touch(ino);
      return ino !== null;
    });
  }

  /** Has what is in a file reach the disk. */
  fsync(file: string | Handle): Operation<null> {
    return this.change('fsync', nameOf(file), [file], (draft, { actor }) => {
      const ino = typeof file === 'string' ? draft.numberAt(file) : draft.handle(actor, file.number).ino;
      if (ino !== null) draft.flush(ino);
      return null;
    });
  }

  /** Has the names reach the disk (fsync of the folder). */
  fsyncFolder(): Operation<null> {
    return this.operation('fsyncFolder', [], {
      attempt: (state) => done(Object.keys(state).reduce((before, family) => this.changed(before, family, (draft) => draft.flushNames()), state), null),
    });
  }

  /** The names that begin so, sorted. */
  list(prefix = ''): Operation<readonly string[]> {
    return this.operation('list', prefix === '' ? [] : [prefix], { touches: readsAll, attempt: (state) => done(state, namesIn(state, prefix)) });
  }

  /** Waits until the name stands for nothing: what polling or watching come to. */
  whenGone(name: string): Operation<null> {
    return this.operation('whenGone', [name], { touches: this.touching(name, false), attempt: (state) => (this.family(state, name).names[name] === undefined ? done(state, null) : blocked) });
  }

  /** Waits until the name stands for nothing or that tick has come. @returns whether it is gone */
  whenGoneUntil(name: string, tick: number): Operation<boolean> {
    return this.operation('whenGoneUntil', [name, tick], {
      isTimed: true,
      touches: this.touching(name, false),
      attempt: (state, { now }) => {
        const isGone = this.family(state, name).names[name] === undefined;
        return isGone || now >= tick ? done(state, isGone) : blocked;
      },
    });
  }

  /** Waits until no name begins so. */
  whenNone(prefix: string): Operation<null> {
    return this.operation('whenNone', [prefix], { touches: readsAll, attempt: (state) => (namesIn(state, prefix).length === 0 ? done(state, null) : blocked) });
  }

  /** What is in a file in that state, for conditions. null when there is none. */
  textIn(state: FolderState, name: string): string | null {
    const { names, inodes } = this.family(state, name);
    return inodes[names[name] ?? 0]?.text ?? null;
  }

  /** The names that begin so in that state, sorted, for conditions. */
  namesIn(state: FolderState, prefix = ''): readonly string[] {
    return namesIn(state, prefix);
  }

  override describe(state: FolderState): string {
    return describeFolder(state);
  }

  /** Who made the locks: what is called so, or by a name that goes on so. */
  override holders(state: FolderState): readonly string[] {
    return makersOf(state, isLock);
  }

  override blockers(state: FolderState, operation: Operation): readonly string[] {
    const [name] = operation.args;
    if (typeof name !== 'string') return [];
    return makersOf(state, operation.name === 'whenNone' ? (each) => each.startsWith(name) : (each) => each === name);
  }

  override afterCrash(state: FolderState, actor: string): FolderState {
    return Object.keys(state).reduce((before, family) => this.changed(before, family, (draft) => draft.closeAll(actor)), state);
  }

  override afterPowerLoss(state: FolderState): readonly FolderState[] {
    return afterPowerLoss(state);
  }

  private remove(operation: 'unlink' | 'rmdir', name: string, is: Inode['is']): Operation<boolean> {
    return this.change(operation, name, [name], (draft) => {
      if (draft.at(name)?.is !== is) return false;
      draft.setName(name, null);
      return true;
    });
  }

  private writeTo(draft: FolderDraft, { actor }: Caller, { number }: Handle, text: string): null {
    const { ino, at } = draft.handle(actor, number);
    const before = draft.inode(ino).text;
    const from = at === 'end' ? before.length : at;
    const overlaid = (piece: string): string => before.slice(0, from).padEnd(from, '\0') + piece + before.slice(from + piece.length);
    draft.setText(ino, overlaid(text), [overlaid(halfOf(text))]);
    if (at !== 'end') draft.move(actor, number, from + text.length);
    return null;
  }

  private change<T>(operation: string, name: string, args: readonly (string | Handle)[], act: (draft: FolderDraft, caller: Caller) => T): Operation<T> {
    return this.operation(operation, args, {
      isTimed: this.keeps.times,
      touches: this.touching(name, true),
      attempt: (state, caller) => {
        const draft = new FolderDraft(state, this.familyOf(name), this.keeps, caller.now);
        const result = act(draft, caller);
        return done(draft.done(), result);
      },
    });
  }

  private look<T>(operation: string, name: string, args: readonly (string | Handle)[], act: (draft: FolderDraft, caller: Caller) => T): Operation<T> {
    return this.operation(operation, args, {
      touches: this.touching(name, false),
      attempt: (state, caller) => done(state, act(new FolderDraft(state, this.familyOf(name), this.keeps, caller.now), caller)),
    });
  }

  private changed(state: FolderState, family: string, act: (draft: FolderDraft) => void): FolderState {
    const draft = new FolderDraft(state, family, this.keeps, 0);
    act(draft);
    return draft.done();
  }

  private touching(name: string, writes: boolean): readonly Touch[] {
    return [{ part: this.familyOf(name), writes }];
  }

  private familyOf(name: string): string {
    return familyOf(name, this.prefixes);
  }

  private family(state: FolderState, name: string): Family {
    return state[this.familyOf(name)] ?? emptyFamily;
  }

  private sameFamily(one: string, other: string): string {
    if (this.familyOf(one) === this.familyOf(other)) return one;
    throw new ScenarioError(`${one} and ${other} are to become names of one file, but belong to different families of ${this.name}. Give the folder a prefix of both among its "families".`);
  }
}

/** The longest prefix that it has, or else itself. */
function familyOf(name: string, prefixes: readonly string[]): string {
  return prefixes.find((prefix) => name.startsWith(prefix)) ?? name;
}

function stateOf(files: Readonly<Record<string, string>>, prefixes: readonly string[], keeps: Keeps): FolderState {
  return Object.entries(files).reduce<FolderState>((before, [name, text]) => {
    const draft = new FolderDraft(before, familyOf(name, prefixes), keeps, 0);
    draft.flush(draft.make(name, 'file', null, text));
    draft.flushNames();
    return draft.done();
  }, {});
}

function statOf(ino: number, { is, text, born, changedAt }: Inode): Stat {
  return { is, ino, born, size: text.length, changedAt };
}

function nameOf(file: string | Handle): string {
  return typeof file === 'string' ? file : file.file;
}

/** @throws Error where a folder stands (EISDIR) */
function expectFile(inode: Inode | null, name: string): void {
  if (inode?.is === 'folder') throw new Error(`${name} is a folder`);
}

function halfOf(text: string): string {
  return text.slice(0, text.length >> 1);
}

/** A folder, and what is in its files at the start; all of it is on the disk. */
export function folder(name: string, files: Readonly<Record<string, string>> = {}, options: FolderOptions = {}): Folder {
  return new Folder(name, files, options);
}
