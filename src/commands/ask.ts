import * as vscode from 'vscode';
import type { Lock } from '../locks/lock.ts';
import { localize } from '../views/localize.ts';
import { capitalized, oneLine } from '../views/safe-text.ts';
import { titleOf } from '../views/states.ts';
import { nameHolder, nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';

/** What the user wants done with a lock that is not proven stale. */
export type Answer = 'force' | 'explain' | 'wait' | 'end-holder' | 'tool' | 'nothing';

interface Choice extends vscode.MessageItem {
  readonly answer: Answer | 'ask-again';
}

/*
 * The first button of a modal is the one that Enter presses, so it is never the destructive one;
 * Escape and the editor's own Cancel do nothing.
 */

/** Asks about a suspect or unknown lock, with its evidence. */
export async function askAboutUnproven(lock: Lock): Promise<Answer> {
  const explain: Choice = { title: vscode.l10n.t('Explain Lock'), answer: 'explain' };
  const force: Choice = { title: vscode.l10n.t('Break Anyway'), answer: 'force' };
  const question = vscode.l10n.t('Break the lock on {0} although it is not proven stale?', resourceOf(lock));
  return asFinal(await ask(question, [evidenceOf(lock), reversible()], explain, ...toolChoice(lock), force));
}

/** Asks about a lock that somebody set on purpose: no process has it, so there is nothing to wait for. */
export async function askAboutDecision(lock: Lock): Promise<Answer> {
  const explain: Choice = { title: vscode.l10n.t('Explain Lock'), answer: 'explain' };
  const force: Choice = { title: vscode.l10n.t('Break Anyway'), answer: 'force' };
  const question = vscode.l10n.t('The lock on {0} was set on purpose. Lift it?', resourceOf(lock));
  return asFinal(await ask(question, [evidenceOf(lock)], explain, ...toolChoice(lock), ...(lock.breaking === 'remove' ? [force] : [])));
}

/** Asks about a lock that is not released by removing its path, but by its tool. */
export async function askAboutWays(lock: Lock): Promise<Answer> {
  const explain: Choice = { title: vscode.l10n.t('Explain Lock'), answer: 'explain' };
  const question = vscode.l10n.t('The lock on {0} is not broken by removing it. Its tool has a command of its own.', resourceOf(lock));
  return asFinal(await ask(question, [evidenceOf(lock)], explain, ...toolChoice(lock)));
}

/**
 * Asks about a lock whose holder lives: first whether to wait or to end the holder, then, where its
 * path may be removed at all, whether that is meant seriously.
 * @param canEnd whether its holder can be ended from here
 */
export async function askAboutHeld(lock: Lock, canEnd: boolean): Promise<Answer> {
  const wait: Choice = { title: vscode.l10n.t('Wait for Release'), answer: 'wait' };
  const end: Choice = { title: vscode.l10n.t('End Holder Process...'), answer: 'end-holder' };
  const again: Choice = { title: vscode.l10n.t('Break Anyway...'), answer: 'ask-again' };
  const force: Choice = { title: vscode.l10n.t('Break Lock in Use'), answer: 'force' };
  const choices = [wait, ...toolChoice(lock), ...(canEnd ? [end] : []), ...(lock.breaking === 'remove' ? [again] : [])];
  const first = await ask(held(lock), [evidenceOf(lock), vscode.l10n.t('Its holder is alive. Wait until it is done, or end it.')], ...choices);
  if (first?.answer !== 'ask-again') return asFinal(first);
  const damage = vscode.l10n.t('Its holder would not notice and would go on as if it had the lock. Work can be lost, and files can be damaged beyond what undo repairs.');
  return asFinal(await ask(vscode.l10n.t('Break the lock on {0} while it is in use?', resourceOf(lock)), [held(lock), damage], wait, force));
}

async function ask(question: string, detail: readonly string[], ...choices: readonly Choice[]): Promise<Choice | undefined> {
  return vscode.window.showWarningMessage(question, { modal: true, detail: detail.join('\n\n') }, ...choices);
}

function asFinal(choice: Choice | undefined): Answer {
  return choice === undefined || choice.answer === 'ask-again' ? 'nothing' : choice.answer;
}

function held({ holder, resource }: Lock): string {
  const name = nameInWorkspace(resource, openFolders());
  return holder === null ? vscode.l10n.t('{0} is locked, and its holder is alive.', name) : vscode.l10n.t('{0} is locked by {1}.', name, nameHolder(holder));
}

function toolChoice({ ways }: Lock): Choice[] {
  return ways.length === 0 ? [] : [{ title: vscode.l10n.t("Tool's Own Command..."), answer: 'tool' }];
}

function evidenceOf({ verdict }: Lock): string {
  const lines = verdict.evidence.map(({ message }) => `• ${capitalized(oneLine(localize(message)))}`);
  return [vscode.l10n.t('{0}, known from:', localize(titleOf(verdict.state))), ...lines].join('\n');
}

function reversible(): string {
  return vscode.l10n.t('It is moved to quarantine; Undo Last Break brings it back. If its holder is still at work, both of you may write at once.');
}

function resourceOf({ resource }: Lock): string {
  return nameInWorkspace(resource, openFolders());
}
