import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { BreakOutcome, UndoOutcome } from './outcome.ts';

/** What to tell the user about a break. */
export function describeBreak(outcome: BreakOutcome): Text {
  switch (outcome.is) {
    case 'broken':
      return text('Broken: {path}. It is kept in quarantine; undo with {undoId}.', { path: outcome.lock.path, undoId: outcome.undoId });
    case 'released':
      return text('{path} had been released already. Nothing was done.', { path: outcome.path });
    case 'changed':
      return text('{path} is not the lock that was judged any more. Nothing was done.', { path: outcome.path });
    case 'never':
      return outcome.reason;
    case 'refused':
      return text('{path} was not broken: it is {state}, not proven stale.', { path: outcome.lock.path, state: outcome.lock.verdict.state });
    case 'collision':
      return text('Warning: {path} was acquired twice while it was being broken, so there may be two holders. Check both before you go on. The first lock is kept at {keptAt}.', place(outcome));
    case 'stranded':
      return text('Warning: {path} turned out to be another lock and could not be put back ({code}). Its holder may believe that it still has it. It is kept at {keptAt}; undo with {undoId}.', { ...place(outcome), code: outcome.code, undoId: outcome.undoId });
  }
}

/** What to tell the user about an undo. */
export function describeUndo(outcome: UndoOutcome): Text {
  switch (outcome.is) {
    case 'undone':
      return outcome.left.length === 0
        ? text('{path} is back.', { path: outcome.path })
        : text('{path} is back, without {left}, whose place is taken.', { path: outcome.path, left: outcome.left.join(', ') });
    case 'occupied':
      return text('A new lock stands at {path}, so the old one was not put back.', { path: outcome.path });
    case 'unknown':
      return text('There is no break with the id {undoId} to undo.', { undoId: outcome.undoId });
    case 'already-undone':
      return text('The break of {path} has been undone already.', { path: outcome.path });
    case 'missing':
      return text('The old {path} is not in quarantine any more ({keptAt}).', place(outcome));
    case 'altered':
      return text('What is kept of {path} was changed since, so it was not put back. See {keptAt}.', place(outcome));
    case 'folder-gone':
      return text('The folder of {path} has gone. The lock stays at {keptAt}.', place(outcome));
  }
}

function place({ path, keptAt }: { readonly path: string; readonly keptAt: string }): { path: string; keptAt: string } {
  return { path, keptAt };
}
