import * as vscode from 'vscode';
import { describeReason, type InPlaceReason } from '../../saving/write/save.ts';
import { localize } from '../../views/localize.ts';
import { oneLine } from '../../views/safe-text.ts';

/*
 * As in ask.ts: the first button of a modal is the one that Enter presses, so it never overwrites
 * anything; Escape and the editor's own Cancel do nothing.
 */

/** What is known of the file that the user is asked about. */
export type Conflict =
  /** It holds something else than what the editor loaded. */
  | 'changed'
  /** It has gone. */
  | 'gone'
  /** What the editor loaded is not known, as for a file that was opened with changes of an earlier session. */
  | 'unknown';

interface Choice<T> extends vscode.MessageItem {
  readonly answer: T;
}

/** Asks what to do about a file that is not as the editor loaded it. Undefined: nothing. */
export async function askAboutConflict(name: string, conflict: Conflict): Promise<'compare' | 'overwrite' | undefined> {
  const compare: Choice<'compare'> = { title: vscode.l10n.t('Compare'), answer: 'compare' };
  if (conflict === 'gone') {
    const create: Choice<'overwrite'> = { title: vscode.l10n.t('Create It Again'), answer: 'overwrite' };
    return ask(vscode.l10n.t('{0} is no longer there.', name), [vscode.l10n.t('It was deleted or moved after it was opened here.')], create);
  }
  const overwrite: Choice<'overwrite'> = { title: vscode.l10n.t('Overwrite'), answer: 'overwrite' };
  if (conflict === 'unknown') {
    return ask(vscode.l10n.t('{0} may have changed since it was opened.', name), [vscode.l10n.t('It differs from what would be saved, and what it held when it was opened is not known. Nothing has been written.')], compare, overwrite);
  }
  return ask(vscode.l10n.t('{0} has been changed by another program.', name), [vscode.l10n.t('It no longer holds what was opened here. Nothing has been written.')], compare, overwrite);
}

/** Asks whether to write in place a file that cannot be replaced without losing something. Undefined: no. */
export async function askInPlace(name: string, reasons: readonly InPlaceReason[]): Promise<'once' | 'always' | undefined> {
  const once: Choice<'once'> = { title: vscode.l10n.t('Write in Place, Backed Up'), answer: 'once' };
  const always: Choice<'always'> = { title: vscode.l10n.t('Always for This File'), answer: 'always' };
  const backedUp = vscode.l10n.t('Written in place, nothing of that is lost. Programs that read it meanwhile may see half of it; if the write is cut short, the next save restores it from the backup.');
  return ask(vscode.l10n.t('{0} cannot be saved atomically.', name), [...reasons.map((reason) => `• ${oneLine(localize(describeReason(reason)))}`), backedUp], once, always);
}

async function ask<T>(question: string, detail: readonly string[], ...choices: readonly Choice<T>[]): Promise<T | undefined> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: detail.join('\n\n') }, ...choices))?.answer;
}
