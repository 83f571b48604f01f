import { text, type Text } from '../../base/text.ts';
import type { Lock } from '../../locks/lock.ts';
import { nameInWorkspace, type Folder } from '../wording.ts';

/** More names than this are counted. */
const mostNames = 3;

/** That some locks went stale, in one sentence. */
export function describeStale(locks: readonly Lock[], folders: readonly Folder[]): Text {
  const names = locks.map(({ resource }) => nameInWorkspace(resource, folders));
  const [only] = names;
  if (names.length === 1 && only !== undefined) return text('The lock on {name} went stale: its holder is gone.', { name: only });
  const shown = names.slice(0, mostNames).join(', ');
  const rest = names.length - mostNames;
  return rest > 0
    ? text('{count} locks went stale: those on {names} and {rest} more.', { count: names.length, names: shown, rest })
    : text('{count} locks went stale: those on {names}.', { count: names.length, names: shown });
}

/** How a lock stops a program: it gave up, it waits, or it gave up without a word that could be read. */
export type Blocked = 'stopped' | 'waits' | 'perhaps-stopped';

/** That a lock stops a program. @param is what is so of the lock: "held 3 s by git commit (4312)" */
export function describeBlocked(tool: string, how: Blocked, name: string, is: string): Text {
  return text(blockedBy[how], { tool, name, is });
}

const blockedBy: Record<Blocked, string> = {
  stopped: '{tool} was stopped by a lock on {name}, {is}.',
  waits: '{tool} waits for a lock on {name}, {is}.',
  'perhaps-stopped': '{tool} failed, perhaps for a lock on {name}, {is}.',
};
