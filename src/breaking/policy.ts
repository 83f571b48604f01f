import { commandLine } from '../base/command-line.ts';
import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { sameIdentity } from '../locks/observation.ts';

/** Why a lock may not be removed. */
export type Refusal =
  /** Another lock than the one that was shown. */
  | { readonly is: 'changed' }
  | { readonly is: 'never'; readonly reason: Text }
  /** It stands where nothing is to be touched. */
  | { readonly is: 'outside' }
  /** Not proven stale, and not forced or forced for less. */
  | { readonly is: 'not-stale' };

/** Whether a lock may be removed now. */
export type Permission = { readonly is: 'granted' } | Refusal;

/**
 * Decides from what the user was shown and what stands there now. Force is consent to what was
 * shown: it does not reach a lock that has turned out to be held since.
 * @param mayTouch whether its place allows it
 */
export function permission(shown: Lock, now: Lock, force: boolean, mayTouch: boolean): Permission {
  if (!sameIdentity(shown.identity, now.identity)) return { is: 'changed' };
  if (now.breaking !== 'remove') return { is: 'never', reason: whyNever(now) };
  if (!mayTouch) return { is: 'outside' };
  if (now.verdict.state === 'stale') return { is: 'granted' };
  const consented = force && (now.verdict.state !== 'held' || shown.verdict.state === 'held');
  return consented ? { is: 'granted' } : { is: 'not-stale' };
}

function whyNever({ title, path, breaking, ways, holder }: Lock): Text {
  const [way] = ways;
  switch (breaking) {
    case 'tool-command':
      return way === undefined
        ? text('{title}: its tool keeps account of it, and removing {path} could damage what it guards. Release it with the tool.', { title, path })
        : text('{title}: its tool keeps account of it, and removing {path} could damage what it guards. Run {command} in {cwd} instead.', { title, path, command: commandLine(way.argv), cwd: way.cwd });
    case 'end-holder':
      return holder?.pid == null
        ? text('{title}: the lock is in the system, not in the file; removing {path} would let two holders in. End its holder instead.', { title, path })
        : text('{title}: the lock is in the system, not in the file; removing {path} would let two holders in. End its holder, process {pid}, instead.', { title, path, pid: holder.pid });
    case 'never':
    case 'remove':
      return text('{title}: {path} is never removed, since that could lose data. Let its program close or repair it.', { title, path });
  }
}
