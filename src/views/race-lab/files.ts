import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { errnoCode, messageOf } from '../../base/errors.ts';
import { contains } from '../../base/paths.ts';
import type { CatalogScenario } from '../../race/lab.ts';
import { ScenarioError } from '../../race/model/scenario-error.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import { findRaceFiles, isLeftOut, isRaceFile, racePattern } from './find-files.ts';
import { isAllowed } from './trust.ts';

/** Most files have an ending, and most folders none. */
function mayBeFolder({ scheme, fsPath }: vscode.Uri): boolean {
  return scheme === 'file' && path.extname(fsPath) === '' && !isLeftOut(fsPath);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.Directory;
  } catch (error) {
    // It may be gone already.
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

/** The stamp of a file that is not there. */
const gone = '';

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return gone;
  }
}

/** What a file of a user has. */
export type FileLook =
  /** The folder is not trusted, so that nothing of it is run. */
  | { readonly is: 'untrusted' }
  | { readonly is: 'loaded'; readonly scenarios: readonly CatalogScenario[] }
  | { readonly is: 'wrong'; readonly error: ScenarioError };

/** The files of scenarios in the open folders, looked for when somebody first asks, and watched from then on. */
export class RaceFiles implements vscode.Disposable {
  readonly #lab: NotedLab;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<string | null>());
  #found: Promise<Set<string>> | null = null;
  #isWatching = false;
  readonly #looks = new Map<string, Promise<FileLook>>();
  /** As each file was when it was last looked at. */
  readonly #stamps = new Map<string, string>();

  /** A file came, went or changed; null when it may have been any. */
  readonly onDidChange = this.#changed.event;

  constructor(lab: NotedLab) {
    this.#lab = lab;
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#startAnew()));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#startAnew()));
  }

  /** Their paths, in order. */
  async all(): Promise<readonly string[]> {
    this.#found ??= this.#find();
    return [...(await this.#found)].toSorted((one, other) => one.localeCompare(other));
  }

  /** Loads a file in a thread, once until it changes. */
  look(file: string): Promise<FileLook> {
    this.#watch();
    const known = this.#looks.get(file);
    if (known !== undefined) return known;
    const look = this.#load(file);
    this.#looks.set(file, look);
    look.catch(() => this.#looks.delete(file));
    return look;
  }

  /**
   * Forgets what was known of a file, if it is another by now. The system tells of a change a moment later, when
   * somebody may already have explored the file as it is.
   */
  async refresh(file: string): Promise<void> {
    const stamp = await stampOf(file);
    const isOther = stamp !== this.#stamps.get(file);
    const isMoved = await this.#isMoved(file, stamp !== gone);
    if (!isOther && !isMoved) return;
    this.#stamps.set(file, stamp);
    if (isOther) {
      this.#looks.delete(file);
      this.#lab.forget(file);
    }
    this.#changed.fire(file);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #load(file: string): Promise<FileLook> {
    if (!isAllowed(file)) return { is: 'untrusted' };
    this.#stamps.set(file, await stampOf(file));
    try {
      return { is: 'loaded', scenarios: (await this.#lab.catalog(file)).scenarios };
    } catch (error) {
      if (error instanceof ScenarioError) return { is: 'wrong', error };
      throw error;
    }
  }

  async #find(): Promise<Set<string>> {
    this.#watch();
    return new Set(await findRaceFiles());
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(racePattern, false, false, true));
    const note = (uri: vscode.Uri): void => this.#refreshAll(isRaceFile(uri) ? [uri.fsPath] : []);
    watcher.onDidCreate(note);
    watcher.onDidChange(note);
    // When a folder comes or goes, what is in it may not be told of by itself.
    const folders = this.#owned.add(vscode.workspace.createFileSystemWatcher('**', false, true, false));
    folders.onDidDelete((uri) => this.#refreshBelow(uri).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`)));
    folders.onDidCreate((uri) => {
      if (mayBeFolder(uri)) this.#lookInto(uri).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
    });
  }

  async #lookInto(uri: vscode.Uri): Promise<void> {
    if (await isFolder(uri)) this.#refreshAll(await findRaceFiles([uri.fsPath]));
  }

  async #refreshBelow({ fsPath }: vscode.Uri): Promise<void> {
    this.#refreshAll([...((await this.#found) ?? [])].filter((file) => contains(fsPath, file)));
  }

  /** Notes whether a file is there. @returns whether it was otherwise before */
  async #isMoved(file: string, isThere: boolean): Promise<boolean> {
    const found = await this.#found;
    if (found === null || found.has(file) === isThere) return false;
    if (isThere) found.add(file);
    else found.delete(file);
    return true;
  }

  #refreshAll(files: readonly string[]): void {
    Promise.all(files.map((file) => this.refresh(file))).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  #startAnew(): void {
    this.#found = null;
    this.#looks.clear();
    this.#changed.fire(null);
  }
}
