import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { localize } from '../views/localize.ts';
import { lockReport } from '../views/report.ts';
import type { CommandContext } from './context.ts';
import { targetOf } from './target.ts';

/** Puts a report of all locks on the clipboard. @param version of this extension */
export async function copyReport({ inventory }: CommandContext, version: string): Promise<void> {
  const versions = [`Lockscope ${version}`, `VS Code ${vscode.version}`, `${process.platform} ${process.arch}`, `Node ${process.versions.node}`];
  const troubles = inventory.troubles.map(({ message }) => localize(message));
  await vscode.env.clipboard.writeText(lockReport({ locks: inventory.locks, troubles, versions, now: systemClock.now(), say: localize }));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Lock report copied'), 3000);
}

/** Puts the path of a lock on the clipboard. @param argument see targetOf */
export async function copyLockPath(argument: unknown, context: CommandContext): Promise<void> {
  const lock = await targetOf(argument, context, vscode.l10n.t('Choose the lock whose path to copy'));
  if (lock !== null) await vscode.env.clipboard.writeText(lock.path);
}
