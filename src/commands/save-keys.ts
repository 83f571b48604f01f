import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { contextKeys, settingsSection } from '../contributions.ts';
import { ContextKey } from '../views/context-key.ts';
import { activeDocument, isChosen } from './save-files.ts';

/** Keeps the context keys true by which the ordinary save keys become ours, for the files that the setting names. */
export class SaveKeys implements vscode.Disposable {
  readonly #one = new ContextKey<boolean>(contextKeys.savesAtomically);
  readonly #all = new ContextKey<boolean>(contextKeys.savesAllAtomically);
  readonly #owned = new DisposableStore();

  constructor() {
    const update = (): void => this.update();
    const updateAll = (): void => this.#updateAll();
    const { window, workspace } = vscode;
    for (const subscription of [
      window.onDidChangeActiveTextEditor(update),
      window.tabGroups.onDidChangeTabs(update),
      window.tabGroups.onDidChangeTabGroups(update),
      workspace.onDidOpenTextDocument(update),
      workspace.onDidCloseTextDocument(update),
      workspace.onDidGrantWorkspaceTrust(update),
      workspace.onDidChangeWorkspaceFolders(update),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settingsSection)) update();
      }),
      // Without a change of the text, it tells that a document became dirty or clean.
      workspace.onDidChangeTextDocument(({ contentChanges }) => {
        if (contentChanges.length === 0) updateAll();
      }),
    ]) this.#owned.add(subscription);
    this.update();
  }

  /** Looks at what is open now. */
  update(): void {
    const document = activeDocument();
    this.#one.value = vscode.workspace.isTrusted && document !== undefined && isChosen(document);
    this.#updateAll();
  }

  /** What the keys do now. */
  get now(): { readonly one: boolean; readonly all: boolean } {
    return { one: this.#one.value === true, all: this.#all.value === true };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #updateAll(): void {
    this.#all.value = vscode.workspace.isTrusted && vscode.workspace.textDocuments.some((document) => document.isDirty && isChosen(document));
  }
}
