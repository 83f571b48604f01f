import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { Crew } from '../crew.ts';

/** A lock that a real git holds, or has left behind. */
export interface GitScenario {
  /** The folder to open: all worktrees are in it, git folders need not be. */
  readonly workspace: string;
  readonly lockPath: string;
  /** Other locks that the same git holds at the same time. */
  readonly otherLocks: readonly string[];
  /** Who holds it; null when that git was killed. */
  readonly gitPid: number | null;
  readonly expectedState: 'held' | 'suspect';
  /** Ends git; the files stay. May be called again. */
  stop(): Promise<void>;
}

type Found = Pick<GitScenario, 'lockPath' | 'gitPid'> & Partial<Pick<GitScenario, 'otherLocks' | 'expectedState'>>;

/** Makes a scenario in an empty folder; nothing that it starts is left when it throws. */
export async function play(
  folder: string,
  act: (crew: Crew, workspace: string, outside: string) => Promise<Found>,
): Promise<GitScenario> {
  const crew = new Crew();
  const workspace = path.join(realpathSync(folder), 'workspace');
  const outside = path.join(realpathSync(folder), 'outside');
  mkdirSync(workspace);
  mkdirSync(outside);
  try {
    const found = await act(crew, workspace, outside);
    return { otherLocks: [], expectedState: 'held', ...found, workspace, stop: () => crew.end() };
  } catch (error) {
    await crew.end();
    throw error;
  }
}
