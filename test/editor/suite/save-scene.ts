// Documents that the suites about saving open, and what they set for them.
import { writeFileSync } from 'node:fs';
import { suiteSetup, suiteTeardown, teardown } from 'mocha';
import * as vscode from 'vscode';
import type { DocumentSave } from '../../../src/commands/save/document.ts';
import { until } from './extension.ts';
import { suiteFolder, type SuiteFolder } from './folder.ts';

export interface SaveScene extends SuiteFolder {
  /** Writes a file and opens it in the editor. The editor remembers documents for a while: each test has names of its own. */
  readonly open: (name: string, content: string | Uint8Array, encoding?: string) => Promise<vscode.TextEditor>;
  /** Sets what is to be as it was after the test. @param key whole, as in the settings file */
  readonly set: (key: string, value: unknown) => Promise<void>;
  /** What is disposed of after the test. */
  readonly own: <T extends vscode.Disposable>(disposable: T) => T;
}

/** Call it in a suite. */
export function saveScene(name: string): SaveScene {
  const owned: vscode.Disposable[] = [];
  const changed = new Set<string>();
  const folder = suiteFolder(name, closeAll);
  const set = async (key: string, value: unknown): Promise<void> => {
    changed.add(key);
    await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Workspace);
  };
  const autoSave = async (mode: 'off' | undefined): Promise<void> => vscode.workspace.getConfiguration().update('files.autoSave', mode, vscode.ConfigurationTarget.Workspace);
  suiteSetup(async () => {
    await closeAll();
    // In a browser the editor saves by itself otherwise.
    await autoSave('off');
  });
  suiteTeardown(() => autoSave(undefined));
  teardown(async () => {
    for (const disposable of owned.splice(0)) disposable.dispose();
    for (const key of changed) await set(key, undefined);
    changed.clear();
  });
  return {
    ...folder,
    set,
    own: (disposable) => {
      owned.push(disposable);
      return disposable;
    },
    open: async (file, content, encoding) => {
      writeFileSync(folder.at(file), content);
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(folder.at(file)), ...(encoding === undefined ? [] : [{ encoding }]));
      return vscode.window.showTextDocument(document, { preview: false });
    },
  };
}

/** Closes all editors and throws away what is unsaved. */
async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('a tab to close', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length < open);
  }
}

/** Saves the active document atomically, or what the argument says. */
export async function save(argument?: unknown): Promise<DocumentSave | undefined> {
  return vscode.commands.executeCommand<DocumentSave | undefined>('lockscope.saveAtomically', argument);
}

/** Types a text somewhere. */
export async function type(editor: vscode.TextEditor, line: number, character: number, text: string): Promise<void> {
  await editor.edit((edit) => edit.insert(new vscode.Position(line, character), text));
}
