import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { contextKeys, settingsSection } from '../../contributions.ts';
import { ContextKey } from '../../views/context-key.ts';
import { activeDocument, chosenEndings, isChosen } from './files.ts';

/**
 * Keeps the context keys true by which the ordinary save keys become ours, for the files that the setting names.
 * The editor tells of a document that was opened, and learns of the key, some time later; so that a save in that
 * time is ours too, it knows beforehand the names that it can compare by itself. The command asks once more.
 */
export class SaveKeys implements vscode.Disposable {
  readonly #one = new ContextKey<boolean>(contextKeys.savesAtomically);
  readonly #all = new ContextKey<boolean>(contextKeys.savesAllAtomically);
  readonly #known = new ContextKey<boolean>(contextKeys.saveKeysKnown);
  readonly #owned = new DisposableStore();
  #endings = '';

  constructor() {
    const update = (): void => this.#updateOne();
    const updateEverything = (): void => this.#updateEverything();
    const { window, workspace } = vscode;
    for (const subscription of [
      window.onDidChangeActiveTextEditor(update),
      window.tabGroups.onDidChangeTabs(update),
      window.tabGroups.onDidChangeTabGroups(update),
      workspace.onDidOpenTextDocument(update),
      workspace.onDidCloseTextDocument(update),
      workspace.onDidGrantWorkspaceTrust(updateEverything),
      workspace.onDidChangeWorkspaceFolders(updateEverything),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingsSection)) updateEverything();
      }),
      // Without a change of the text, it tells that a document became dirty or clean.
      workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length === 0) this.#updateAll();
      }),
    ]) this.#owned.add(subscription);
    updateEverything();
    this.#known.value = true;
  }

  /** What the keys do now. */
  get now(): { readonly one: boolean; readonly all: boolean } {
    return { one: this.#one.value === true, all: this.#all.value === true };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #updateEverything(): void {
    this.#updateEndings();
    this.#updateOne();
  }

  #updateOne(): void {
    const document = activeDocument();
    this.#one.value = vscode.workspace.isTrusted && document !== undefined && isChosen(document);
    this.#updateAll();
  }

  #updateAll(): void {
    this.#all.value = vscode.workspace.isTrusted && vscode.workspace.textDocuments.some((document) => document.isDirty && isChosen(document));
  }

  #updateEndings(): void {
    const endings = vscode.workspace.isTrusted ? chosenEndings() : { names: [], extensions: [] };
    if (JSON.stringify(endings) === this.#endings) return;
    this.#endings = JSON.stringify(endings);
    setContext(contextKeys.atomicNames, endings.names);
    setContext(contextKeys.atomicExtensions, endings.extensions);
  }
}

function setContext(key: string, value: readonly string[]): void {
  vscode.commands.executeCommand('setContext', key, value).then(undefined, (error: unknown) => console.error(`lockscope: ${key}:`, error));
}
