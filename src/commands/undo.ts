import * as vscode from 'vscode';
import type { UndoOutcome } from '../breaking/outcome.ts';
import { describeUndo } from '../breaking/sentences.ts';
import { undoBreak } from '../breaking/undo-break.ts';
import { localize } from '../views/localize.ts';
import { inWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import type { CommandContext } from './context.ts';
import { tell } from '../views/tell.ts';
import { isTrusted } from './trust.ts';

/** Undoes the newest break in the open folders. @returns how it ended; undefined when there is none */
export async function undoCommand(context: CommandContext): Promise<UndoOutcome | undefined> {
  if (!isTrusted()) return undefined;
  const entry = context.undo.last();
  if (entry?.event.is === 'broken') return undoBreakOf(entry.event.undoId, context);
  tell('info', vscode.l10n.t('No lock was broken in this workspace that could be put back.'));
  return undefined;
}

/** Undoes one break and tells what came of it. */
export async function undoBreakOf(undoId: string, context: CommandContext): Promise<UndoOutcome> {
  const outcome = await undoBreak(undoId, context.services);
  context.undo.update();
  const warnings = outcome.is === 'undone' ? outcome.warnings : [];
  const allWell = outcome.is === 'undone' && warnings.length === 0;
  tell(allWell ? 'info' : 'warning', [describeUndo(outcome), ...warnings].map((sentence) => localize(inWorkspace(sentence, openFolders()))).join(' '));
  return outcome;
}
