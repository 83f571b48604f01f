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

/** That a lock stops a program. @param is what is so of the lock: "held 3 s by git commit (4312)" */
export function describeBlocked(tool: string, waits: boolean, name: string, is: string): Text {
  return waits
    ? text('{tool} waits for a lock on {name}, {is}.', { tool, name, is })
    : text('{tool} was stopped by a lock on {name}, {is}.', { tool, name, is });
}
