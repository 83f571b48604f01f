import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { errnoCode, messageOf } from '../../base/errors.ts';
import { openFolders } from '../workspace.ts';

/** Files of scenarios in a workspace. */
export const racePattern = '**/*.race.{ts,mts,mjs,js}';
const nameForm = /\.race\.(?:ts|mts|mjs|js)$/;

/** What comes with packages or is kept by git is nobody's scenario. */
const leftOut: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Whether a document may define scenarios of a user. */
export function isRaceFile({ scheme, fsPath }: vscode.Uri): boolean {
  return scheme === 'file' && nameForm.test(fsPath) && !isLeftOut(fsPath);
}

export function isLeftOut(place: string): boolean {
  return place.split(path.sep).some((name) => leftOut.has(name));
}

/** The files of scenarios below some folders, or in all that are open. */
export async function findRaceFiles(folders: readonly string[] = openFolders().map((folder) => folder.path)): Promise<readonly string[]> {
  const found = await Promise.all(folders.map((folder) => searched(folder)));
  return found.flat();
}

async function searched(folder: string): Promise<readonly string[]> {
  try {
    const found = await vscode.workspace.findFiles(new vscode.RelativePattern(vscode.Uri.file(folder), racePattern), '**/node_modules/**');
    return found.filter(isRaceFile).map(({ fsPath }) => fsPath);
  } catch (error) {
    // Some builds of the editor come without the program that it searches with.
    console.error(`lockscope: the editor's search for scenarios failed, so the folders are looked through: ${messageOf(error)}`);
    return lookedThrough(folder);
  }
}

async function lookedThrough(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const place = path.join(folder, entry.name);
    if (entry.isFile() && isRaceFile(vscode.Uri.file(place))) found.push(place);
    if (entry.isDirectory() && !leftOut.has(entry.name)) found.push(...(await lookedThrough(place)));
  }
  return found;
}

async function entriesOf(folder: string): ReturnType<typeof readFolder> {
  try {
    return await readFolder(folder);
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return [];
  }
}

function readFolder(folder: string) {
  return readdir(folder, { withFileTypes: true });
}
