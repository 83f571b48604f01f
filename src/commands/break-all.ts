import * as vscode from 'vscode';
import { breakAll, breakable, undoIdsOf, type BreakResult } from '../breaking/break-all.ts';
import { undoBreak } from '../breaking/undo-break.ts';
import type { Lock } from '../locks/lock.ts';
import { localize } from '../views/localize.ts';
import { tell, tellFailure, type Action } from '../views/tell.ts';
import { nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import { summaryOf } from './break-all-summary.ts';
import type { CommandContext } from './context.ts';
import { isTrusted } from './trust.ts';

/**
 * Breaks every lock that is proven stale, without a question: nothing else is touched, and all of it can be
 * undone at once.
 * @returns what came of each; undefined when there was nothing to do
 */
export async function breakAllCommand(context: CommandContext): Promise<readonly BreakResult[] | undefined> {
  if (!isTrusted()) return undefined;
  const locks = breakable(context.workspaceLocks.locks);
  if (locks.length === 0) {
    tell('info', vscode.l10n.t('No lock in this workspace is proven stale and can be broken.'));
    return undefined;
  }
  const results = await withProgress(locks, context);
  context.undo.update();
  tellResults(locks.length, results, context);
  return results;
}

async function withProgress(locks: readonly Lock[], { services }: CommandContext): Promise<readonly BreakResult[]> {
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Breaking stale locks'), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) =>
    breakAll(locks, services, {
      next: ({ resource }, done) => progress.report({ message: vscode.l10n.t('{0} of {1}: {2}', done + 1, locks.length, nameInWorkspace(resource, openFolders())), increment: 100 / locks.length }),
      isCancelled: () => token.isCancellationRequested,
    }),
  );
}

function tellResults(meant: number, results: readonly BreakResult[], context: CommandContext): void {
  const { sentences, isAllWell } = summaryOf(meant, results);
  const undoIds = undoIdsOf(results);
  const undoAll: Action = { title: vscode.l10n.t('Undo All'), run: () => undoAllOf(undoIds, context) };
  const details: Action = { title: vscode.l10n.t('Show Details'), run: () => context.pages.showResults(results) };
  tell(isAllWell ? 'info' : 'warning', sentences.map(localize).join(' '), ...(undoIds.length > 0 ? [undoAll] : []), details);
}

/** Undoes some breaks, in that order, and tells what came of it. @returns how many locks are back */
export async function undoAllOf(undoIds: readonly string[], { services, undo, pages }: CommandContext): Promise<number> {
  const problems: string[] = [];
  for (const undoId of undoIds) {
    const outcome = await undoBreak(undoId, services).catch((error: unknown) => {
      tellFailure(error);
      return null;
    });
    if (outcome?.is !== 'undone') problems.push(undoId);
  }
  undo.update();
  const back = undoIds.length - problems.length;
  const journal: Action = { title: vscode.l10n.t('Show Journal'), run: () => pages.showJournal() };
  if (problems.length === 0) tell('info', back === 1 ? vscode.l10n.t('1 lock is back.') : vscode.l10n.t('{0} locks are back.', back));
  else tell('warning', vscode.l10n.t('{0} of {1} locks are back; the others could not be put back, since new locks stand there or what was kept is gone.', back, undoIds.length), journal);
  return back;
}
