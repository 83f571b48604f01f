import * as vscode from 'vscode';
import { settingIds, settingsSection, type NoticeKind } from '../../contributions.ts';
import type { Action } from '../tell.ts';

/** Whether the user wants to be told of this. */
export function isWanted(kind: NoticeKind): boolean {
  return switchesIn(vscode.workspace.getConfiguration(settingsSection).get<unknown>(settingIds.notifications))[kind] !== false;
}

/** The button that ends notices of a kind for good. */
export function dontTellAgain(kind: NoticeKind): Action {
  return { title: vscode.l10n.t("Don't Tell Me Again"), run: () => mute(kind) };
}

/** Switches a kind off where it has been switched before: for this workspace, or everywhere. */
async function mute(kind: NoticeKind): Promise<void> {
  const settings = vscode.workspace.getConfiguration(settingsSection);
  const { globalValue, workspaceValue } = settings.inspect<unknown>(settingIds.notifications) ?? {};
  const isOfWorkspace = kind in switchesIn(workspaceValue);
  const value = { ...switchesIn(isOfWorkspace ? workspaceValue : globalValue), [kind]: false };
  await settings.update(settingIds.notifications, value, isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

function switchesIn(value: unknown): Partial<Record<NoticeKind, unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}
