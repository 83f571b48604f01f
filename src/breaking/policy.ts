import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { sameIdentity } from '../locks/observation.ts';

/** Whether a lock may be removed now. */
export type Permission =
  | { readonly is: 'granted' }
  /** Another lock than the one that was shown. */
  | { readonly is: 'changed' }
  | { readonly is: 'never'; readonly reason: Text }
  /** Not proven stale, and not forced or forced for less. */
  | { readonly is: 'not-stale' };

/**
 * Decides from what the user was shown and what stands there now. Force is consent to what was
 * shown: it does not reach a lock that has turned out to be held since.
 */
export function permission(shown: Lock, now: Lock, force: boolean): Permission {
  if (!sameIdentity(shown.identity, now.identity)) return { is: 'changed' };
  if (now.breaking !== 'remove') return { is: 'never', reason: whyNever(now) };
  if (now.verdict.state === 'stale') return { is: 'granted' };
  const consented = force && (now.verdict.state !== 'held' || shown.verdict.state === 'held');
  return consented ? { is: 'granted' } : { is: 'not-stale' };
}

function whyNever({ title, path, breaking }: Lock): Text {
  switch (breaking) {
    case 'tool-command':
      return text('{title}: its tool has a command of its own to release it; removing {path} could damage what it guards.', { title, path });
    case 'end-holder':
      return text('{title}: the lock is in the system, not in the file; removing {path} would let two holders in. End the holder instead.', { title, path });
    case 'never':
    case 'remove':
      return text('{title}: {path} is never removed, that could lose data.', { title, path });
  }
}
