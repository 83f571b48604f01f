import { liveDeadlocks } from '../../contention/live-deadlocks.ts';
import type { Span } from '../../contention/model.ts';
import { deadlocksIn, describeDeadlock, waitGraphOf } from '../../contention/wait-graph.ts';
import type { DeadlockNotice } from '../../protocol/contention.ts';
import { localize } from '../localize.ts';
import { oneLine } from '../safe-text.ts';
import { nameInWorkspace } from '../wording.ts';
import { openFolders } from '../workspace.ts';
import type { PageSource } from './source.ts';

/** The deadlocks among spans that last, each told as the core words it. */
export function deadlockNotices(open: readonly Span[], source: Pick<PageSource, 'lock' | 'source'>): readonly DeadlockNotice[] {
  if (!open.some((span) => span.is === 'wait')) return [];
  const deadlocks = source.source.is === 'live' ? liveDeadlocks(open) : deadlocksIn(waitGraphOf(open));
  if (deadlocks.length === 0) return [];
  const folders = openFolders();
  const nameOf = (path: string): string => nameInWorkspace(source.lock(path)?.resource ?? path, folders);
  return deadlocks.map((deadlock) => ({
    sentence: oneLine(localize(describeDeadlock(deadlock, nameOf))),
    locks: [...new Set(deadlock.members.map(({ waitsFor }) => waitsFor))],
  }));
}
