import path from 'node:path';
import { text } from '../../base/text.ts';
import { tellEmpty, toldNothing, toldPid, type Told } from './content.ts';
import { folderWith, type Format } from './format.ts';
import type { Site } from './kind.ts';

/** The locks of Gradle, in a project's `.gradle` and in the user's. */
export const gradle: readonly Format[] = [
  {
    kind: 'gradle',
    title: 'Gradle lock',
    at: ['.gradle/**/*.lock'],
    basis: 'kernel-on-lasting-file',
    tell: tellGradle,
    ways: (lockPath, { look }) => {
      const cwd = folderWith('.gradle', lockPath);
      const program = look(path.join(cwd, 'gradlew')) === null ? 'gradle' : './gradlew';
      return [{ argv: [program, '--stop'], cwd, does: text('Stops the idle and the busy daemons of this Gradle version; builds that they run fail.') }];
    },
  },
  {
    kind: 'gradle-wrapper',
    title: 'Gradle wrapper download lock',
    at: ['.gradle/**/*.lck'],
    basis: 'kernel-on-lasting-file',
    tell: tellEmpty,
  },
];

/** Longer than any state and owner, bytes. */
const longest = 1024;

/**
 * A state of 17 bytes, then, while it is owned or after a crash, its owner: a version, port (4 bytes) and
 * id (8) of who to ask for it, and the pid as Java writes a string. Gradle's DefaultFileLockManager.
 */
function tellGradle(site: Site): Told | null {
  const { artifact } = site.observation;
  if (artifact.type !== 'file' || artifact.head.length > longest) return null;
  const { head } = artifact;
  if (!head.includes(0)) return tellEmpty(site);
  const length = ((head[30] ?? 0) << 8) + (head[31] ?? 0);
  return toldPid(new TextDecoder().decode(head.subarray(32, 32 + length))) ?? toldNothing;
}
