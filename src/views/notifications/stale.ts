import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { commandIds } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { localize } from '../localize.ts';
import { tell, tellFailure, type Action } from '../tell.ts';
import { openFolders } from '../workspace.ts';
import { Gatherer } from './gatherer.ts';
import { dontTellAgain, isWanted } from './settings.ts';
import { StaleWatch } from './stale-watch.ts';
import type { Turn } from './turn.ts';
import { describeStale } from './wording.ts';

/** What goes stale within two seconds is told in one sentence, and sentences are at least this far apart, ms. */
const pace = { gatherMs: 2000, restMs: 10_000 };

/** Tells once of each lock that goes stale while it is watched, in the window whose turn it is. The caller owns it. */
export function registerStaleNotices(inventory: Pick<Inventory, 'locks' | 'onDidChange'>, turn: Turn): vscode.Disposable {
  const owned = new DisposableStore();
  const watch = new StaleWatch(inventory.locks);
  /** Those to be told when it is this window's turn. */
  let kept: readonly Lock[] = [];
  const flush = (gathered: readonly Lock[]): void => {
    const stale = [...kept, ...gathered].filter((lock) => isStillStale(lock, inventory));
    const isDue = (lock: Lock): boolean => vscode.window.state.focused || turn.isOurs(lock);
    kept = stale.filter((lock) => !isDue(lock));
    if (isWanted('stale')) tellOf(stale.filter(isDue), turn).catch(tellFailure);
  };
  const gatherer = owned.add(new Gatherer(flush, pace, () => systemClock.now()));
  owned.add(inventory.onDidChange((changes) => gatherer.add(watch.apply(changes))));
  const takeTurn = (): void => {
    turn.take(openFolders().map(({ path }) => path)).then(() => flush([]), tellFailure);
  };
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) takeTurn();
  }));
  if (vscode.window.state.focused) takeTurn();
  return owned;
}

function isStillStale({ path, acquiredAt }: Lock, { locks }: Pick<Inventory, 'locks'>): boolean {
  return locks.some((lock) => lock.path === path && lock.acquiredAt === acquiredAt && lock.verdict.state === 'stale');
}

async function tellOf(locks: readonly Lock[], turn: Turn): Promise<void> {
  const untold = await turn.claim('stale', locks);
  const [first] = untold;
  if (first === undefined) return;
  const run = (id: string, ...args: readonly unknown[]) => async (): Promise<void> => vscode.commands.executeCommand(id, ...args);
  const toOne: Action[] = [
    { title: vscode.l10n.t('Break Lock'), run: run(commandIds.breakLock, first.path) },
    { title: vscode.l10n.t('Explain Lock'), run: run(commandIds.explainLock, first.path) },
  ];
  const toAll: Action[] = [{ title: vscode.l10n.t('Show Locks'), run: run(commandIds.showLocks) }];
  tell('warning', localize(describeStale(untold, openFolders())), ...(untold.length === 1 ? toOne : toAll), dontTellAgain('stale'));
}
