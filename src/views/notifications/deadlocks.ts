import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { History } from '../../contention/history.ts';
import { liveDeadlocks } from '../../contention/live-deadlocks.ts';
import { describeDeadlock, type Deadlock } from '../../contention/wait-graph.ts';
import { commandIds } from '../../contributions.ts';
import { localize } from '../localize.ts';
import { oneLine } from '../safe-text.ts';
import { tell, tellFailure } from '../tell.ts';
import { nameInWorkspace } from '../wording.ts';
import { openFolders } from '../workspace.ts';
import { dontTellAgain, isWanted } from './settings.ts';
import type { ExtraFolders } from '../workspace-locks.ts';
import type { Turn } from './turn.ts';

/** How far two looks are apart, ms. What comes from several sources a moment apart can look like a deadlock once, not twice. */
const lookAgainMs = 250;

/** Tells once of each deadlock, in the window whose turn it is; not of those in extra folders, which are there on purpose. The caller owns it. */
export function registerDeadlockNotices(history: Pick<History, 'open' | 'onDidChange'>, turn: Turn, extra: Pick<ExtraFolders, 'contain'>): vscode.Disposable {
  const owned = new DisposableStore();
  let seen: ReadonlySet<string> = new Set();
  let told: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    timer = null;
    const deadlocks = liveDeadlocks(history.open.filter(({ lock }) => !extra.contain(lock)));
    const proven = deadlocks.filter((deadlock) => seen.has(keyOf(deadlock)));
    seen = new Set(deadlocks.map(keyOf));
    if (deadlocks.length > proven.length) lookSoon();
    const news = proven.filter((deadlock) => !told.has(keyOf(deadlock)));
    told = new Set(proven.map(keyOf));
    if (isWanted('deadlock')) for (const deadlock of news) tellOf(deadlock, turn).catch(tellFailure);
  };
  const lookSoon = (): void => {
    timer ??= setTimeout(look, lookAgainMs);
  };
  owned.add(history.onDidChange((spans) => {
    if (seen.size > 0 || spans.some(({ is }) => is === 'wait')) lookSoon();
  }));
  owned.add({ dispose: () => clearTimeout(timer ?? undefined) });
  return owned;
}

/** The same processes may meet in the same way again. */
function keyOf({ id, members }: Deadlock): string {
  return [id, ...members.map(({ span }) => span)].join(' ');
}

async function tellOf(deadlock: Deadlock, turn: Turn): Promise<void> {
  const lock = deadlock.members[0]?.waitsFor;
  if (lock === undefined) return;
  const subject = { path: lock, acquiredAt: deadlock.since };
  if (!vscode.window.state.focused && !turn.isOurs(subject)) return;
  const [untold] = await turn.claim('deadlock', [subject]);
  if (untold === undefined) return;
  const names = (place: string): string => nameInWorkspace(place, openFolders());
  const run = (id: string, ...args: readonly unknown[]) => async (): Promise<void> => vscode.commands.executeCommand(id, ...args);
  tell(
    'warning',
    vscode.l10n.t('Deadlock: {0}', oneLine(localize(describeDeadlock(deadlock, names)))),
    { title: vscode.l10n.t('End a Process...'), run: run(commandIds.endHolder, lock) },
    { title: vscode.l10n.t('Show Contention'), run: run(commandIds.showContention, lock) },
    dontTellAgain('deadlock'),
  );
}
