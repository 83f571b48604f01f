import * as vscode from 'vscode';
import { systemClock } from '../../base/clock.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { toolNames } from '../../contributions.ts';
import type { Lock } from '../../locks/lock.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { inlineCode } from '../safe-text.ts';
import { openFolders } from '../workspace.ts';
import { answering } from './answering.ts';
import { explainAnswer, listAnswer, notLockedAnswer, type Answer } from './answers.ts';
import { readExplainInput, readListInput } from './input.ts';

/** Offers the locks to language models, to be read only. The caller owns it. */
export function registerTools(inventory: Pick<Inventory, 'locks' | 'inspect'>): vscode.Disposable {
  const owned = new DisposableStore();
  // An editor that is built without language models has no place for tools.
  if (!('lm' in vscode) || typeof vscode.lm.registerTool !== 'function') return owned;
  owned.add(vscode.lm.registerTool<unknown>(toolNames.listLocks, {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Looking at the locks of the workspace') }),
    invoke: ({ input }) => answering(() => listAnswer(inventory.locks, readListInput(input, openFolders()), systemClock.now())),
  }));
  owned.add(vscode.lm.registerTool<unknown>(toolNames.explainLock, {
    prepareInvocation: ({ input }) => ({ invocationMessage: explainMessage(input) }),
    invoke: ({ input }) => answering(() => explain(readExplainInput(input, openFolders()), inventory)),
  }));
  return owned;
}

async function explain(places: readonly string[], inventory: Pick<Inventory, 'locks' | 'inspect'>): Promise<Answer> {
  for (const place of places) {
    const lock = (await inventory.inspect(place)) ?? knownOn(place, inventory.locks);
    if (lock !== null) return explainAnswer(lock, systemClock.now());
  }
  return notLockedAnswer(places[0] ?? '');
}

/** The lock that protects a path, the most urgent one of several; idle ones last. */
function knownOn(place: string, locks: readonly Lock[]): Lock | null {
  const on = locks.filter(({ resource }) => resource === place);
  return on.find(({ verdict }) => verdict.state !== 'idle') ?? on[0] ?? null;
}

function explainMessage(input: unknown): vscode.MarkdownString | string {
  const place = typeof input === 'object' && input !== null && 'path' in input ? input.path : null;
  return typeof place === 'string' ? new vscode.MarkdownString(vscode.l10n.t('Looking at the lock {0}', inlineCode(place))) : vscode.l10n.t('Looking at a lock');
}
