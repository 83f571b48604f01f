import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
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
    const known = this.#looks.get(file);
    if (known !== undefined) return known;
    const look = this.#load(file);
    this.#looks.set(file, look);
    look.catch(() => this.#looks.delete(file));
    return look;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #load(file: string): Promise<FileLook> {
    if (!isAllowed(file)) return { is: 'untrusted' };
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
    const note = (uri: vscode.Uri): void => this.#note(isRaceFile(uri) ? [uri.fsPath] : []);
    watcher.onDidCreate(note);
    watcher.onDidChange(note);
    // When a folder comes or goes, what is in it may not be told of by itself.
    const folders = this.#owned.add(vscode.workspace.createFileSystemWatcher('**', false, true, false));
    folders.onDidDelete((uri) => this.#dropBelow(uri));
    folders.onDidCreate((uri) => {
      if (mayBeFolder(uri)) this.#lookInto(uri).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
    });
  }

  async #lookInto(uri: vscode.Uri): Promise<void> {
    if (await isFolder(uri)) this.#note(await findRaceFiles([uri.fsPath]));
  }

  #note(files: readonly string[]): void {
    if (files.length === 0) return;
    this.#change((found) => {
      for (const file of files) found.add(file);
      return files;
    });
  }

  #dropBelow({ fsPath }: vscode.Uri): void {
    this.#change((found) => [...found].filter((file) => contains(fsPath, file) && found.delete(file)));
  }

  /** @param change tells which files it has changed */
  #change(change: (found: Set<string>) => readonly string[]): void {
    this.#found?.then(change).then(
      (files) => files.forEach((file) => this.#forget(file)),
      (error: unknown) => console.error(`lockscope: ${messageOf(error)}`),
    );
  }

  #forget(file: string): void {
    this.#looks.delete(file);
    this.#lab.forget(file);
    this.#changed.fire(file);
  }

  #startAnew(): void {
    this.#found = null;
    this.#looks.clear();
    this.#changed.fire(null);
  }
}
