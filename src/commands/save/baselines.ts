import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import { sha256Of } from '../../saving/write/save.ts';
import { readDisk } from './disk.ts';

/** A file that was changed within this time of being opened may have been changed after the editor read it, ms. */
const racyMs = 2000;

/** Larger ones are not read beforehand, UTF-16 units: the user is asked when it matters. */
const mostCharacters = 50_000_000;

/** SHA-256 (hex) of what the editor loaded; null where that is not known. */
type Loaded = string | null;

/**
 * Knows, of each open document, what its file held when the editor loaded it: another content at the time of
 * saving was written by somebody else. Taken while a document is clean; one that was opened with unsaved
 * changes (the editor keeps them over a restart) has none.
 */
export class Baselines implements vscode.Disposable {
  readonly #loaded = new Map<string, Promise<Loaded>>();
  readonly #owned = new DisposableStore();
  /** One file is read at a time: a start opens many. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor() {
    const { workspace } = vscode;
    this.#owned.add(workspace.onDidOpenTextDocument((document) => this.#note(document, true)));
    this.#owned.add(workspace.onDidSaveTextDocument((document) => this.#note(document, false)));
    this.#owned.add(workspace.onDidChangeTextDocument(({ document }) => this.#note(document, false)));
    this.#owned.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.#owned.add(workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri, newUri }) => this.#move(oldUri, newUri))));
    for (const document of workspace.textDocuments) this.#note(document, false);
  }

  /** What a document's file held when the editor loaded it; null where that is not known. */
  async of(document: vscode.TextDocument): Promise<Loaded> {
    return (await this.#loaded.get(keyOf(document.uri))) ?? null;
  }

  /** A document's file holds this by now, and the editor shows it. */
  set(document: vscode.TextDocument, sha256: string): void {
    this.#loaded.set(keyOf(document.uri), Promise.resolve(sha256));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** A clean document shows what its file held when it was loaded, reloaded or saved. */
  #note(document: vscode.TextDocument, isNew: boolean): void {
    if (document.uri.scheme !== 'file' || document.isDirty || document.isClosed) return;
    const at = Date.now();
    const { version } = document;
    const text = document.getText();
    const isCurrent = (): boolean => document.version === version || document.isDirty;
    const before = this.#loaded.get(keyOf(document.uri));
    const found = this.#turn.then(() => (isCurrent() && text.length <= mostCharacters ? find(document, text, isNew ? at - racyMs : null) : null)).catch(untold(document));
    this.#turn = found;
    // Undone to what it was, a document is clean although somebody may have written its file since.
    this.#loaded.set(keyOf(document.uri), found.then((sha256) => sha256 ?? before ?? null));
  }

  /** A change of its language closes a document and opens it again at once. */
  #forget({ uri }: vscode.TextDocument): void {
    setImmediate(() => {
      if (!vscode.workspace.textDocuments.some((document) => keyOf(document.uri) === keyOf(uri))) this.#loaded.delete(keyOf(uri));
    });
  }

  /** What is renamed with unsaved changes is opened with them under its new name. */
  #move(from: vscode.Uri, to: vscode.Uri): void {
    const loaded = this.#loaded.get(keyOf(from));
    if (loaded !== undefined && !this.#loaded.has(keyOf(to))) this.#loaded.set(keyOf(to), loaded);
  }
}

/** Whoever saves is told what is wrong with the file. */
function untold({ uri }: vscode.TextDocument): (error: unknown) => null {
  return (error) => {
    console.error(`lockscope: ${uri.fsPath} could not be read: ${messageOf(error)}`);
    return null;
  };
}

function keyOf(uri: vscode.Uri): string {
  return uri.toString();
}

/**
 * What the file held when the editor read this text from it: what it holds now, if that makes this very text
 * or if the file has not been changed since.
 * @param unchangedSince ms since the epoch; null where that is no proof
 */
async function find(document: vscode.TextDocument, text: string, unchangedSince: number | null): Promise<Loaded> {
  const disk = await readDisk(document.uri.fsPath);
  if (disk === null) return null;
  // A mixture of line ends, or bytes that are no text, do not come back out of the editor as they went in.
  if (unchangedSince !== null && disk.changedAt < unchangedSince) return disk.sha256;
  const bytes = await vscode.workspace.encode(text, { encoding: document.encoding });
  return sha256Of(bytes) === disk.sha256 ? disk.sha256 : null;
}
