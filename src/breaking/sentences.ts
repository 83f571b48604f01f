import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { BreakOutcome, UndoOutcome } from './outcome.ts';

/** What to tell the user about a break. */
export function describeBreak(outcome: BreakOutcome): Text {
  switch (outcome.is) {
    case 'broken':
      return text('Broken: {path}. It is kept in quarantine; undo with {undoId}.', { path: outcome.lock.path, undoId: outcome.undoId });
    case 'broken-elsewhere':
      return text('{path} was broken a moment ago by another window or terminal (process {pid}). Nothing more was done; undo with {undoId}.', { path: outcome.path, pid: outcome.pid, undoId: outcome.undoId });
    case 'busy':
      return text('Another program is at work on {path} and did not come to an end; nothing was done. Try again in a moment.', { path: outcome.path });
    case 'outside':
      return text('{path} lies outside of the open folders and is no lock of a known tool, so it is not touched from here. Open its folder, or use "lockscope break" in a terminal.', { path: outcome.lock.path });
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

/** What is so where a lock had to be moved because it could not be exchanged. */
export const withoutExchange = text('It could not be exchanged here, so it was moved: its path was free for a moment before it was certain that it was still the same lock. It was.');

/** What is so of a break beyond that it was done: what the tool says of what was protected, how it was taken, what went wrong. */
export function remarksOn({ method, health, warnings }: Extract<BreakOutcome, { readonly is: 'broken' }>): readonly Text[] {
  return [...(health.is === 'not-checkable' ? [] : [health.says]), ...(method === 'move' ? [withoutExchange] : []), ...warnings];
}

/** What to tell the user about an undo. */
export function describeUndo(outcome: UndoOutcome): Text {
  switch (outcome.is) {
    case 'undone':
      return outcome.left.length === 0
        ? text('{path} is back.', { path: outcome.path })
        : text('{path} is back, without {left}, whose place is taken.', { path: outcome.path, left: outcome.left.join(', ') });
    case 'busy':
      return text('Another program is at work on {path} and did not come to an end, so it was not put back. Try again in a moment.', { path: outcome.path });
    case 'emptied':
      return text('What was kept of {path} has been removed for its age or size, so it cannot be put back.', { path: outcome.path });
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
