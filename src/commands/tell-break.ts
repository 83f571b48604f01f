import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import type { BreakOutcome } from '../breaking/outcome.ts';
import { describeBreak } from '../breaking/sentences.ts';
import { showExplanation } from '../views/explain/index.ts';
import { localize } from '../views/localize.ts';
import { formatMoment } from '../views/moment.ts';
import { tell, type Action } from '../views/tell.ts';
import { inWorkspace, nameInWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import { describeBroken, needsCare, type Broken } from './broken-words.ts';
import type { CommandContext } from './context.ts';
import { undoBreakOf } from './undo.ts';

/** Tells the user what came of a break. */
export function tellBreak(outcome: BreakOutcome, context: CommandContext): void {
  const sentence = localize(inWorkspace(describeBreak(outcome), openFolders()));
  const explain: Action = { title: vscode.l10n.t('Explain Lock'), run: () => showExplanation('lock' in outcome ? outcome.lock : outcome) };
  switch (outcome.is) {
    case 'broken':
      return tellBroken(outcome, context);
    case 'broken-elsewhere':
      return tell('info', sayElsewhere(outcome), undoing(outcome.undoId, context));
    case 'released':
      return tell('info', sentence);
    case 'busy':
      return tell('warning', sentence);
    case 'collision':
    case 'stranded':
      return tell('error', sentence);
    case 'changed':
    case 'never':
    case 'outside':
    case 'refused':
      return tell('warning', sentence, explain);
  }
}

function tellBroken(broken: Broken, context: CommandContext): void {
  const folders = openFolders();
  const sentences = describeBroken(broken, nameInWorkspace(broken.lock.resource, folders)).map((sentence) => localize(inWorkspace(sentence, folders)));
  tell(needsCare(broken) ? 'warning' : 'info', sentences.join(' '), undoing(broken.undoId, context));
}

/** In a notification the id is no use: its button undoes. */
function sayElsewhere({ path, pid, at }: Extract<BreakOutcome, { readonly is: 'broken-elsewhere' }>): string {
  const moment = formatMoment(at, systemClock.now());
  return vscode.l10n.t('{0} was broken at {1} by another window or terminal (process {2}). Nothing more was done.', nameInWorkspace(path, openFolders()), moment, pid);
}

function undoing(undoId: string, context: CommandContext): Action {
  return { title: vscode.l10n.t('Undo'), run: () => undoBreakOf(undoId, context) };
}
