import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { upwards } from '../base/paths.ts';
import { observe } from '../system/files.ts';

/**
 * The git folder that a path is in: `.git`, the folder of a worktree or submodule inside it, a
 * separate git folder, or a bare repository. Told by what a folder holds, as git itself does, so
 * that no name has to be believed. A working tree is no part of the git folder that it stands in, as
 * worktrees of bare repositories often do.
 */
export function gitFolderAbove(place: string): string | null {
  for (const folder of upwards(path.dirname(place))) {
    if (isGitFolder(folder)) return folder;
    if (existsSync(path.join(folder, '.git'))) return null;
  }
  return null;
}

/** The folder that worktrees of one repository share; a git folder that is no worktree's is its own. */
export function commonFolder(gitDir: string): string {
  const pointer = readPointer(path.join(gitDir, 'commondir'));
  return pointer === null ? gitDir : path.resolve(gitDir, pointer);
}

/**
 * The git folder of the repository that a working folder belongs to.
 * @param cwd absolute path; may itself be inside a git folder
 */
export function repositoryOf(cwd: string): string | null {
  for (const folder of upwards(cwd)) {
    const gitDir = gitFolderOf(folder);
    if (gitDir !== null) return gitDir;
    if (isGitFolder(folder)) return folder;
  }
  return null;
}

/** The git folder that a working tree's `.git` is or points at; null where there is none. */
function gitFolderOf(worktree: string): string | null {
  const dotGit = path.join(worktree, '.git');
  if (isGitFolder(dotGit)) return dotGit;
  const target = pointedAt(worktree);
  return target !== null && isGitFolder(target) ? target : null;
}

/** Where a working tree's `.git` file points, whether or not git has made the folder there yet; null when it is no such file. */
export function pointedAt(worktree: string): string | null {
  const pointer = readPointer(path.join(worktree, '.git'));
  return pointer?.startsWith('gitdir:') === true ? path.resolve(worktree, pointer.slice('gitdir:'.length).trim()) : null;
}

/** Whether a folder is laid out as git lays its own out. */
export function isGitFolder(folder: string): boolean {
  // Almost every folder fails the first test, so this is one system call a folder.
  if (!existsSync(path.join(folder, 'HEAD'))) return false;
  return existsSync(path.join(folder, 'commondir')) || (isFolder(path.join(folder, 'objects')) && isFolder(path.join(folder, 'refs')));
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** First line of a small file that points somewhere; null when it is no readable file. */
function readPointer(file: string): string | null {
  const artifact = observe(file)?.artifact;
  if (artifact?.type !== 'file' || artifact.head.length > longestPointer) return null;
  return new TextDecoder().decode(artifact.head).split('\n')[0]?.trim() ?? null;
}

/** A path and a few words more, bytes. */
const longestPointer = 8192;
