import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { realTarget } from '../breaking/disk.ts';
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
import { describeNoLock } from './no-lock.ts';
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

/** Tells that no lock stands at the path that the user named, and who has broken it where that was a moment ago. */
export function tellNoLock(place: string, context: CommandContext): void {
  const elsewhere = brokenJustNow(place, context);
  if (elsewhere === null) tell('info', localize(inWorkspace(describeNoLock(place), openFolders())));
  else tellBreak(elsewhere, context);
}

type Elsewhere = Extract<BreakOutcome, { readonly is: 'broken-elsewhere' }>;

/** How long after it was broken somebody may still act on a lock that they see, ms. */
const justNowMs = 60_000;

function brokenJustNow(place: string, { services: { journal } }: CommandContext): Elsewhere | null {
  const target = realTarget(place);
  const last = journal.since(systemClock.now() - justNowMs).findLast(({ subject, event }) => subject.path === target && event.is !== 'refused');
  return last?.event.is === 'broken' ? { is: 'broken-elsewhere', path: place, undoId: last.event.undoId, at: last.at, pid: last.pid } : null;
}

/** In a notification the id is no use: its button undoes. */
function sayElsewhere({ path, pid, at }: Elsewhere): string {
  const moment = formatMoment(at, systemClock.now());
  if (pid === process.pid) return vscode.l10n.t('{0} was broken at {1} by this window. Nothing more was done.', nameInWorkspace(path, openFolders()), moment);
  return vscode.l10n.t('{0} was broken at {1} by another window or terminal (process {2}). Nothing more was done.', nameInWorkspace(path, openFolders()), moment, pid);
}

function undoing(undoId: string, context: CommandContext): Action {
  return { title: vscode.l10n.t('Undo'), run: () => undoBreakOf(undoId, context) };
}
