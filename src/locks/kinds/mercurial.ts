import { text } from '../../base/text.ts';
import type { Artifact } from '../observation.ts';
import { halfWritten, pidClaim, readPid, textOf, told, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';

/** Mercurial's locks: dangling symlinks, or files with the same text where there are no symlinks. */
export const mercurial: readonly Format[] = [
  {
    kind: 'hg-wlock',
    title: 'Mercurial working copy lock',
    at: ['.hg/wlock'],
    as: ['symlink', 'file'],
    basis: 'existence',
    tell,
    resource: folderAbove(2),
    breaking: 'tool-command',
    ways: (lockPath) => [
      {
        argv: ['hg', 'debuglocks', '--force-free-wlock'],
        cwd: folderAbove(2)(lockPath),
        does: text('Frees the lock of the working copy, whoever has it.'),
      },
    ],
  },
  {
    kind: 'hg-store',
    title: 'Mercurial store lock',
    at: ['.hg/store/lock'],
    as: ['symlink', 'file'],
    basis: 'existence',
    tell,
    resource: folderAbove(1),
    breaking: 'tool-command',
    ways: (lockPath) => [
      {
        argv: ['hg', 'debuglocks', '--force-free-lock'],
        cwd: folderAbove(3)(lockPath),
        does: text('Frees the lock of the store, whoever has it.'),
      },
    ],
  },
];

/** The inode of the first pid namespace, PROC_PID_INIT_INO: that of every process in no container. */
const outermostNamespace = 'effffffc';

/**
 * "host:pid", on Linux "host/namespace:pid". A number of another pid namespace than the outermost
 * means nothing outside of it, so that namespace stays a part of the host: nobody is called so.
 */
function tell({ observation: { artifact } }: Site): Told | null {
  const content = contentOf(artifact);
  if (content === '') return halfWritten;
  const [, host, namespace, pidText] = /^([^\s/:]+)(?:\/([0-9a-f]+))?:(\d+)$/.exec(content ?? '') ?? [];
  const pid = readPid(pidText);
  if (host === undefined || pid === null) return null;
  return told(pidClaim(pid, namespace === undefined || namespace === outermostNamespace ? host : `${host}/${namespace}`));
}

function contentOf(artifact: Artifact): string | null {
  return artifact.type === 'symlink' ? artifact.target : textOf(artifact);
}
