import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import { errnoCode } from '../../base/errors.ts';
import type { Lab } from '../../race/lab.ts';
import type { Place } from '../../race/model/scenario-error.ts';

/** Of a source that is read from the lab, where no file has it. */
export const sourceScheme = 'lockscope-race-source';

/** The sources of the scenarios that come with Lockscope, of which its package holds no files. */
export interface SourcePages extends vscode.Disposable {
  /** Opens a line beside the lab. */
  open(place: Place): Promise<void>;
}

export function registerSourcePages(lab: Pick<Lab, 'source'>): SourcePages {
  const registration = vscode.workspace.registerTextDocumentContentProvider(sourceScheme, { provideTextDocumentContent: async ({ fsPath }) => (await lab.source(fsPath)) ?? '' });
  return { open, dispose: () => void registration.dispose() };
}

async function open({ file, line, column }: Place): Promise<void> {
  const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  const uri = (await isThere(file)) ? vscode.Uri.file(file) : vscode.Uri.file(file).with({ scheme: sourceScheme });
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position), viewColumn: vscode.ViewColumn.Beside, preview: true });
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (errnoCode(error) !== undefined) return false;
    throw error;
  }
}
