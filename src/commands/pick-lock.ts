import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import type { Lock } from '../locks/lock.ts';
import type { Inventory } from '../watch/inventory.ts';
import { iconOf } from '../views/locks/items.ts';
import { localize } from '../views/localize.ts';
import { capitalized, withoutIcons } from '../views/safe-text.ts';
import { lookOf, statesToActOn, titleOf } from '../views/states.ts';
import { describeLock, nameInWorkspace, type Folder } from '../views/wording.ts';
import { openFolders, readSettings } from '../views/workspace.ts';
import { tell } from '../views/tell.ts';

/** "job-9" before "job-10". */
const byLabel = new Intl.Collator(undefined, { numeric: true });

interface LockPick extends vscode.QuickPickItem {
  readonly lock?: Lock;
}

/**
 * Lets the user choose a lock, the stale ones first.
 * @param isMeant leaves out those with which nothing could be done
 * @returns null when they chose none
 */
export async function pickLock({ locks }: Inventory, placeholder: string, isMeant: (lock: Lock) => boolean): Promise<Lock | null> {
  const picks = picksOf(locks.filter(isMeant));
  if (picks.length === 0) {
    tell('info', locks.length === 0 ? vscode.l10n.t('Nothing is locked in this workspace.') : vscode.l10n.t('No lock in this workspace needs that now.'));
    return null;
  }
  const chosen = await vscode.window.showQuickPick(picks, { placeHolder: placeholder, matchOnDescription: true, matchOnDetail: true });
  return chosen?.lock ?? null;
}

/** So many locks of a state are offered: more could not be looked through, and would hold up the editor. */
const mostOfState = 500;

function picksOf(locks: readonly Lock[]): LockPick[] {
  const folders = openFolders();
  const now = systemClock.now();
  const states = statesToActOn.filter((state) => state !== 'idle' || readSettings().showIdle);
  return states.flatMap((state) => {
    const inState = locks.filter(({ verdict }) => verdict.state === state);
    const picks = inState.slice(0, mostOfState).map((lock) => pickOf(lock, folders, now));
    if (picks.length === 0) return [];
    const title = localize(titleOf(state));
    const label = picks.length < inState.length ? vscode.l10n.t('{0}: {1} of {2}', title, picks.length, inState.length) : title;
    const heading: LockPick = { label, kind: vscode.QuickPickItemKind.Separator };
    return [heading, ...picks.sort((a, b) => byLabel.compare(a.label, b.label))];
  });
}

function pickOf(lock: Lock, folders: readonly Folder[], now: number): LockPick {
  const evidence = lock.verdict.evidence.map(({ message }) => withoutIcons(capitalized(localize(message))));
  return {
    lock,
    label: withoutIcons(nameInWorkspace(lock.resource, folders)),
    description: withoutIcons(localize(describeLock(lock, now))),
    detail: evidence.length === 0 ? withoutIcons(lock.title) : evidence.join('. '),
    iconPath: iconOf(lookOf(lock.verdict.state)),
  };
}
