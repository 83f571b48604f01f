import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { formatDuration } from '../base/duration.ts';
import type { Holder, Lock } from '../locks/lock.ts';
import { heldBy } from '../views/holders.ts';
import { localize } from '../views/localize.ts';
import { formatMoment } from '../views/moment.ts';
import { describeOrigin } from '../views/origin.ts';
import { oneLine } from '../views/safe-text.ts';
import { ageOf, nameHolder, nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import type { CommandContext } from './context.ts';

/** What the user wants done with a holder. */
export type EndAnswer = 'end' | 'wait' | 'nothing';

interface Choice extends vscode.MessageItem {
  readonly answer: EndAnswer;
}

/** More locks than this are counted. */
const mostLocks = 8;

/** Shows who holds a lock and what else, and asks whether to end it. The first button, which Enter presses, ends nothing. */
export async function askToEnd(lock: Lock, holder: Holder, context: CommandContext): Promise<EndAnswer> {
  const wait: Choice = { title: vscode.l10n.t('Wait for Release'), answer: 'wait' };
  const end: Choice = { title: vscode.l10n.t('End Process'), answer: 'end' };
  const others = heldBy(holder, context.inventory.locks).filter(({ path }) => path !== lock.path);
  const gentle = vscode.l10n.t('It is asked to end (SIGTERM) and may put things in order first. Work that it has not saved may be lost.');
  return ask(vscode.l10n.t('End {0}?', nameHolder(holder)), [whoIs(holder, context), whatIsHeld([lock, ...others]), gentle], wait, end);
}

/** Asks once more about a holder that has not ended. @param patienceMs how long it was given, ms */
export async function askToEndHard(holder: Holder, patienceMs: number): Promise<EndAnswer> {
  const wait: Choice = { title: vscode.l10n.t('Keep Waiting'), answer: 'wait' };
  const end: Choice = { title: vscode.l10n.t('End at Once'), answer: 'end' };
  const hard = vscode.l10n.t('Ended at once (SIGKILL), it cannot put anything in order: what it is writing stays half-written, and its lock files stay behind.');
  return ask(vscode.l10n.t('{0} has not ended within {1}. End it at once?', nameHolder(holder), formatDuration(patienceMs)), [hard], wait, end);
}

async function ask(question: string, detail: readonly string[], ...choices: readonly Choice[]): Promise<EndAnswer> {
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail: detail.join('\n\n') }, ...choices);
  return answer?.answer ?? 'nothing';
}

function whoIs(holder: Holder, { processes }: CommandContext): string {
  const origin = describeOrigin(holder, processes.now);
  const facts: readonly (readonly [string, string | null])[] = [
    [vscode.l10n.t('Command'), holder.command],
    [vscode.l10n.t('Process'), holder.pid === null ? null : String(holder.pid)],
    [vscode.l10n.t('User'), holder.user],
    [vscode.l10n.t('Started'), holder.startedAt === null ? null : formatMoment(holder.startedAt, systemClock.now())],
    [vscode.l10n.t('Working folder'), holder.cwd],
    [vscode.l10n.t('From'), origin === null ? null : localize(origin)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [vscode.l10n.t('{0}: {1}', name, oneLine(value))])).join('\n');
}

function whatIsHeld(locks: readonly Lock[]): string {
  const now = systemClock.now();
  const lines = locks.slice(0, mostLocks).map((lock) => `• ${nameInWorkspace(lock.resource, openFolders())}, ${ageOf(lock, now)}`);
  const rest = locks.length - lines.length;
  return [vscode.l10n.t('It holds:'), ...lines, ...(rest > 0 ? [vscode.l10n.t('And {0} more.', rest)] : [])].join('\n');
}
