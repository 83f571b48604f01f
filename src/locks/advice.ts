import { text, type Text } from '../base/text.ts';
import type { Lock } from './lock.ts';

/** What to do about a lock, the gentlest first; the last sentence says what breaking would do. */
export function adviceFor(lock: Lock): Text[] {
  return [...byState(lock), ...byTool(lock), breakingIs(lock)];
}

function byState({ verdict, holder }: Lock): Text[] {
  switch (verdict.state) {
    case 'held':
      return [text('Wait for its holder to release it, or end the holder in its own way.')];
    case 'suspect':
      return [text('Make sure that no program which uses it is at work, then break it.')];
    case 'unknown':
      return [holder?.host == null ? text('Ask whoever may use it: from here it cannot be told.') : text('Look on {host} whether its holder is at work.', { host: holder.host })];
    case 'stale':
      return [text('It can be broken: its holder is gone.')];
    case 'idle':
      return [text('Nothing needs to be done: nobody holds it.')];
  }
}

function byTool({ kind, verdict }: Lock): Text[] {
  if (!kind.startsWith('git-') || verdict.state === 'stale') return [];
  return [text('git itself: finish or close the editor of a commit, then see "git status".')];
}

function breakingIs({ breaking, verdict }: Lock): Text {
  switch (breaking) {
    case 'remove':
      return verdict.state === 'held'
        ? text('Breaking it now would let two programs in at once, so it takes force, and may cost data.')
        : text('Breaking moves it to quarantine, after one more look; it can be undone.');
    case 'end-holder':
      return text('It is not removed by path, since that would split it in two; it is released when its holder ends.');
    case 'tool-command':
      return text('It is not removed by path; use the command of its tool.');
    case 'never':
      return text('It is never broken by path, {state} or not: removing the file would not release it.', { state: verdict.state });
  }
}
