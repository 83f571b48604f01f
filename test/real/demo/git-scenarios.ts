import { commitInLinkedWorktree, commitInMainWorktree, commitInSubmodule, commitOfPath, commitWithSeparateGitFolder, killedCommit } from './scenarios/commits.ts';
import { branchLock, headLock, packedRefsLock } from './scenarios/references.ts';
import type { GitScenario } from './scenarios/scenario.ts';
import { shallowLock } from './scenarios/shallow.ts';
import { configLock, gcPid } from './scenarios/stopped.ts';

export type { GitScenario } from './scenarios/scenario.ts';

/** All scenarios of real git locks, by name. Each takes an empty folder. */
export const gitScenarios: Readonly<Record<string, (folder: string) => Promise<GitScenario>>> = {
  commitInMainWorktree,
  commitInLinkedWorktree,
  commitInSubmodule,
  commitWithSeparateGitFolder,
  commitOfPath,
  killedCommit,
  headLock,
  branchLock,
  packedRefsLock,
  configLock,
  shallowLock,
  gcPid,
};
