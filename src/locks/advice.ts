import { text, type Text } from '../base/text.ts';
import type { Lock } from './lock.ts';

/** What to do about a lock, the gentlest first. What its tool offers is said by its `ways`. */
export function whatToTry(lock: Lock): readonly Text[] {
  return [...byState(lock), ...byTool(lock)];
}

/** What breaking a lock would do. */
export function whatBreakingDoes({ breaking, verdict: { state } }: Lock): Text {
  switch (breaking) {
    case 'remove':
      if (state === 'held') return text('Breaking it now would let two programs in at once, so it takes force, and may cost data.');
      if (state === 'idle') return text('Breaking it would gain nothing: nobody holds it, and its tool makes the file again.');
      return text('Breaking moves it to quarantine, after one more look; it can be undone.');
    case 'end-holder':
      if (state === 'stale') return text('There is nothing to break: it is left over, blocks nobody, and its tool replaces it.');
      if (state === 'idle') return text('There is nothing to break: nobody holds it, and its file stays by design.');
      return text('It is not removed by path: the next program would lock a new file while its holder keeps the old one. It is released when its holder ends.');
    case 'tool-command':
      return text('It is not removed by path, since its tool keeps account of it; the command of its tool releases it.');
    case 'never':
      return text('It is never broken by path, {state} or not: removing the file would not release it.', { state });
  }
}

function byState({ verdict, holder, breaking, waiters }: Lock): readonly Text[] {
  switch (verdict.state) {
    case 'held':
      return heldBy(breaking, waiters.length);
    case 'suspect':
      return [breaking === 'tool-command' ? text('Make sure that nobody needs it any more, then release it with the command of its tool.') : makeSure(breaking)];
    case 'unknown':
      return [whomToAsk(holder)];
    case 'stale':
      return [whenStale(breaking)];
    case 'idle':
      return [text('Nothing needs to be done: nobody holds it.')];
  }
}

function heldBy(breaking: Lock['breaking'], waiters: number): readonly Text[] {
  if (breaking === 'tool-command') return [text('Wait until whoever took it releases it, or ask them.')];
  const wait = text('Wait for its holder to release it.');
  const end = breaking === 'end-holder' ? text('End its holder in its own way: the lock goes with it.') : text('End its holder in its own way, so that it releases the lock itself.');
  return waiters === 0 ? [wait, end] : [wait, end, text('Or end what waits for it, and start that again later.')];
}

function makeSure(breaking: Lock['breaking']): Text {
  return breaking === 'remove'
    ? text('Make sure that no program which uses it is at work, then break it.')
    : text('Make sure that no program which uses it is at work; then it is left over and blocks nobody.');
}

function whomToAsk(holder: Lock['holder']): Text {
  if (holder?.container != null) return text('Look in container {container} whether its holder is at work.', { container: holder.container });
  if (holder?.pid == null && holder?.user != null) return text('Ask {user}, who took it.', { user: holder.user });
  if (holder?.host != null) return text('Look on {host} whether its holder is at work.', { host: holder.host });
  return text('Ask whoever may use it: from here it cannot be told.');
}

function whenStale(breaking: Lock['breaking']): Text {
  switch (breaking) {
    case 'remove':
      return text('It can be broken: its holder is gone.');
    case 'tool-command':
      return text('Release it with the command of its tool: its holder is gone.');
    case 'end-holder':
    case 'never':
      return text('Nothing needs to be done: it is left over, blocks nobody, and its tool replaces it.');
  }
}

function byTool({ kind, verdict }: Lock): readonly Text[] {
  if (!kind.startsWith('git-') || verdict.state === 'stale' || verdict.state === 'idle') return [];
  return [text('git itself: finish or close the editor of a commit, then see "git status".')];
}
