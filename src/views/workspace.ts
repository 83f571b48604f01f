import * as vscode from 'vscode';
import { settingIds, settingsSection, statusBarModes, type Phase, type StatusBarMode } from '../contributions.ts';
import type { Folder } from './wording.ts';

/** The open folders that lie on this machine, by the names and paths that the user gave them. */
export function openFolders(): readonly Folder[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ name, uri }) => ({ name, path: uri.fsPath }));
}

/** What an empty view has to say while nothing is being looked at; null when there is something to look at. */
export function phaseOfNothing(): Phase | null {
  if (openFolders().length > 0) return null;
  return (vscode.workspace.workspaceFolders ?? []).length > 0 ? 'virtual' : 'noFolder';
}

export interface Settings {
  readonly showIdle: boolean;
  readonly statusBar: StatusBarMode;
  readonly decorations: boolean;
}

/** The settings as they are now; a value that is none of the setting's counts as its default. */
export function readSettings(): Settings {
  const settings = vscode.workspace.getConfiguration(settingsSection);
  const mode = settings.get<unknown>(settingIds.statusBar);
  return {
    showIdle: settings.get<unknown>(settingIds.showIdle) === true,
    statusBar: statusBarModes.find((known) => known === mode) ?? 'whenNotable',
    decorations: settings.get<unknown>(settingIds.decorations) !== false,
  };
}
