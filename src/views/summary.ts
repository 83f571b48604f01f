import path from 'node:path';
import { text, type Text } from '../base/text.ts';
import type { StatusBarMode } from '../contributions.ts';
import { oneLine } from './safe-text.ts';
import type { Counts } from './tally.ts';

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
export function summarize(counts: Counts, mode: StatusBarMode): Summary | null {
  if (mode === 'never') return null;
  const stale = counts.of('stale');
  if (stale > 0) return { label: text('{count} stale', { count: stale }), tooltip: withStale(stale), warning: true };
  const waiting = waitingFor(counts);
  if (waiting !== null) return waiting;
  if (mode === 'whenNotable') return null;
  const all = counts.all - counts.of('idle');
  if (all === 0) return { label: text('No locks'), tooltip: text('Nothing is locked in this workspace.'), warning: false };
  const label = all === 1 ? text('1 lock') : text('{count} locks', { count: all });
  return { label, tooltip: text('{held} held, {suspect} suspect, {unknown} unknown, none stale', { held: counts.of('held'), suspect: counts.of('suspect'), unknown: counts.of('unknown') }), warning: false };
}

/** "waiting for config.json"; names the one that has been waited for the longest. */
function waitingFor({ waitedFor }: Counts): Summary | null {
  const [first] = waitedFor.values();
  if (first === undefined) return null;
  const resource = oneLine(path.basename(first.resource));
  const more = waitedFor.size - 1;
  const count = first.waiters.length;
  return {
    label: more === 0 ? text('waiting for {resource}', { resource }) : text('waiting for {resource} and {more} more', { resource, more }),
    tooltip: count === 1 ? text('1 process waits for {resource}', { resource }) : text('{count} processes wait for {resource}', { count, resource }),
    warning: false,
  };
}
