import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { inJavaScript, templates, type Template } from '../../race/templates/index.ts';
import { openFolders } from '../../views/workspace.ts';

type Language = 'typescript' | 'javascript';

/** Begins a file of scenarios from a template. It is written when the user saves it. @param argument the name of a template, for a link */
export async function newScenarioCommand(argument: unknown): Promise<vscode.Uri | undefined> {
  const template = templates.find(({ name }) => name === argument) ?? (await chosenTemplate());
  if (template === undefined) return undefined;
  const language = await chosenLanguage();
  if (language === undefined) return undefined;
  const uri = targetIn(template, language);
  const document = await (uri === null ? vscode.workspace.openTextDocument({ language }) : vscode.workspace.openTextDocument(uri));
  const editor = await vscode.window.showTextDocument(document);
  const source = language === 'typescript' ? template.source : inJavaScript(template);
  await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), source));
  return document.uri;
}

async function chosenTemplate(): Promise<Template | undefined> {
  const picks = templates.map((template) => ({ label: vscode.l10n.t(template.title), detail: vscode.l10n.t(template.detail), template }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Choose what to begin with'), matchOnDetail: true }))?.template;
}

async function chosenLanguage(): Promise<Language | undefined> {
  const picks: readonly (vscode.QuickPickItem & { readonly language: Language })[] = [
    { label: 'TypeScript', description: '.race.ts', language: 'typescript' },
    { label: 'JavaScript', description: '.race.mjs', language: 'javascript' },
  ];
  return (await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Choose a language') }))?.language;
}

/** A file in the first folder that is not there yet; without a folder, a page without a name. */
function targetIn({ name }: Template, language: Language): vscode.Uri | null {
  const [folder] = openFolders();
  if (folder === undefined) return null;
  const ending = language === 'typescript' ? 'ts' : 'mjs';
  return vscode.Uri.file(freeName(folder.path, name, ending)).with({ scheme: 'untitled' });
}

function freeName(folder: string, name: string, ending: string): string {
  const at = (number: number): string => path.join(folder, `${name}${number === 1 ? '' : `-${number}`}.race.${ending}`);
  const isTaken = (file: string): boolean => existsSync(file) || vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === file);
  for (let number = 1; ; number += 1) if (!isTaken(at(number))) return at(number);
}
