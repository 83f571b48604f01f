import { text, type Text } from '../base/text.ts';
import type { StatusBarMode } from '../contributions.ts';
import type { Lock, LockState } from '../locks/lock.ts';

/** What the status bar shows. */
export interface Summary {
  readonly label: Text;
  readonly tooltip: Text;
  readonly warning: boolean;
}

/** "3 stale locks". */
export function withStale(count: number): Text {
  return count === 1 ? text('1 stale lock') : text('{count} stale locks', { count });
}

/** What the status bar is to say of these locks; null when it is to say nothing. */
export function summarize(locks: readonly Lock[], mode: StatusBarMode): Summary | null {
  if (mode === 'never') return null;
  const count = (state: LockState): number => locks.reduce((sum, { verdict }) => (verdict.state === state ? sum + 1 : sum), 0);
  const stale = count('stale');
  if (stale > 0) return { label: text('{count} stale', { count: stale }), tooltip: withStale(stale), warning: true };
  if (mode === 'whenNotable') return null;
  const all = locks.length - count('idle');
  if (all === 0) return { label: text('No locks'), tooltip: text('Nothing is locked in this workspace.'), warning: false };
  const label = all === 1 ? text('1 lock') : text('{count} locks', { count: all });
  return { label, tooltip: text('{held} held, {suspect} suspect, {unknown} unknown, none stale', { held: count('held'), suspect: count('suspect'), unknown: count('unknown') }), warning: false };
}
