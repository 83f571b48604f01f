import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import { breakAll, breakable, undoIdsOf, type BreakResult } from '../breaking/break-all.ts';
import { settingIds, settingsSection } from '../contributions.ts';
import type { Lock } from '../locks/lock.ts';
import { sameIdentity } from '../locks/observation.ts';
import { Gatherer } from '../views/notifications/gatherer.ts';
import { tell, tellFailure, type Action } from '../views/tell.ts';
import { nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import { undoAllOf } from './break-all.ts';
import type { CommandContext } from './context.ts';

/** What goes stale within a moment is broken together and told in one sentence, and sentences are at least this far apart, ms. */
const pace = { gatherMs: 500, restMs: 2000 };

/** Breaks by itself what is proven stale, where the user wants that. The caller owns it. */
export function registerAutomaticBreaking(context: CommandContext): vscode.Disposable {
  const owned = new DisposableStore();
  const breakThem = (locks: readonly Lock[]): void => {
    breakGathered(locks, context).catch(tellFailure);
  };
  const gatherer = owned.add(new Gatherer(breakThem, pace, () => systemClock.now()));
  const lookAtAll = (): void => gatherer.add(isOn() ? breakable(context.inventory.locks) : []);
  owned.add(context.inventory.onDidChange((changes) => gatherer.add(isOn() ? breakable(changes.filter(({ type }) => type !== 'released').map(({ lock }) => lock)) : [])));
  owned.add(vscode.workspace.onDidChangeConfiguration((event) => (event.affectsConfiguration(`${settingsSection}.${settingIds.breakStaleAutomatically}`) ? lookAtAll() : undefined)));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(lookAtAll));
  return owned;
}

/** Only the user's own word counts: a workspace may not bring it along. */
function isOn(): boolean {
  const setting = vscode.workspace.getConfiguration(settingsSection).inspect<unknown>(settingIds.breakStaleAutomatically);
  return vscode.workspace.isTrusted && setting?.globalValue === true;
}

async function breakGathered(gathered: readonly Lock[], context: CommandContext): Promise<void> {
  const { services, inventory, turn, undo } = context;
  const isStill = ({ path, identity }: Lock): boolean => breakable(inventory.locks).some((lock) => lock.path === path && sameIdentity(lock.identity, identity));
  const locks = gathered.filter((lock, i) => isStill(lock) && turn.isOurs(lock) && gathered.findIndex(({ path }) => path === lock.path) === i && !wasPutBack(lock, context));
  if (!isOn() || locks.length === 0) return;
  const results = await breakAll(locks, services, { next: () => undefined, isCancelled: () => !isOn() });
  undo.update();
  tellBroken(results, context);
}

/** Whether the user has put that very lock back where it stands. */
function wasPutBack({ identity }: Lock, { services }: CommandContext): boolean {
  return services.journal.entries().entries.findLast(({ subject }) => sameIdentity(subject.identity, identity))?.event.is === 'undone';
}

function tellBroken(results: readonly BreakResult[], context: CommandContext): void {
  const broken = results.filter((result) => result.is === 'ended' && result.outcome.is === 'broken');
  const [first] = broken;
  const failed = results.find((result) => result.is === 'failed');
  if (failed !== undefined) tellFailure(failed.error);
  if (first === undefined) return;
  const undoIds = undoIdsOf(broken);
  const actions: readonly Action[] = [
    { title: broken.length === 1 ? vscode.l10n.t('Undo') : vscode.l10n.t('Undo All'), run: () => undoAllOf(undoIds, context) },
    { title: vscode.l10n.t('Show Journal'), run: () => context.pages.showJournal() },
    { title: vscode.l10n.t('Turn Off'), run: turnOff },
  ];
  const sentence =
    broken.length === 1
      ? vscode.l10n.t('Broke the stale lock on {0} automatically. It is kept in quarantine.', nameInWorkspace(first.lock.resource, openFolders()))
      : vscode.l10n.t('Broke {0} stale locks automatically. They are kept in quarantine.', broken.length);
  tell('info', sentence, ...actions);
}

async function turnOff(): Promise<void> {
  await vscode.workspace.getConfiguration(settingsSection).update(settingIds.breakStaleAutomatically, false, vscode.ConfigurationTarget.Global);
}
