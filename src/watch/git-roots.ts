import path from 'node:path';
import { contains } from '../base/paths.ts';
import { commonFolder, pointedAt, repositoryOf } from './git-folders.ts';

/**
 * The git folders outside a folder that its locks live in: that of a repository it is part of, and
 * those that a `.git` file points at (a linked worktree, a separate git folder).
 * @param worktree a workspace folder, or a folder in it with a `.git` of its own
 */
export function outsideGitFolders(worktree: string, isRoot: boolean): string[] {
  const gitDir = pointedAt(worktree) ?? (isRoot ? repositoryOf(worktree) : null);
  if (gitDir === null) return [];
  const common = commonFolder(gitDir);
  const folders = contains(common, gitDir) ? [common] : [common, gitDir];
  return folders.filter((folder) => !contains(worktree, folder));
}

/** Whether a touched path is a `.git`, which may point at a git folder elsewhere. */
export function isDotGit(place: string): boolean {
  return path.basename(place) === '.git';
}
