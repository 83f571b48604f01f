import path from 'node:path';
import { text } from '../../base/text.ts';
import { textOf } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';

/** What `git worktree lock` sets: a decision that a worktree is not to be pruned, moved or removed. */
export const gitWorktree: readonly Format[] = [
  {
    kind: 'git-worktree',
    title: 'Git worktree lock',
    at: ['worktrees/*/locked'],
    around: (site) => worktreeOf(site) !== null,
    basis: 'decision',
    resource: (lockPath, site) => worktreeOf(site) ?? path.dirname(lockPath),
    ways: (lockPath, site) => [
      {
        argv: ['git', 'worktree', 'unlock', worktreeOf(site) ?? path.dirname(lockPath)],
        cwd: folderAbove(3)(lockPath),
        does: text('Lifts the lock, so that the worktree may be pruned, moved or removed again.'),
      },
    ],
  },
];

/** The worktree that the folder of a marker stands for: its `gitdir` names the worktree's own `.git`. */
function worktreeOf({ observation, look }: Site): string | null {
  const beside = path.dirname(observation.path);
  const pointer = look(path.join(beside, 'gitdir'));
  const named = pointer === null ? '' : (textOf(pointer.artifact)?.trim() ?? '');
  if (path.basename(named) !== '.git' || look(path.join(beside, 'commondir')) === null) return null;
  // git may be told to write it relative to the folder that it stands in.
  return path.dirname(path.resolve(beside, named));
}
