import path from 'node:path';
import { pidClaim, readPid, textOf, told, type Told } from './content.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';

/**
 * What Emacs, joe, mcedit and jed set while a file has changes that are not saved: a dangling symlink
 * to "user@host.pid", Emacs with ":" and the time of the boot. On file systems without symlinks a
 * file with the same text. CVS and GnuPG call files of theirs `.#...` too.
 */
export const emacs: Format = {
  kind: 'emacs',
  title: 'Editor lock (Emacs, joe, mcedit, jed)',
  at: ['.#*'],
  as: ['symlink', 'file'],
  byContent: true,
  basis: 'existence',
  tell,
  resource: (lockPath) => path.join(path.dirname(lockPath), path.basename(lockPath).slice('.#'.length)),
};

/** What joe writes where HOSTNAME is not set. */
const noHost = 'here';

function tell({ observation: { artifact } }: Site): Told | null {
  const content = artifact.type === 'symlink' ? artifact.target : (textOf(artifact) ?? '');
  const [, host, pidText] = /^[^/\n]+@([^\s/@]+)\.(\d+)(?::\d+)?$/.exec(content) ?? [];
  const pid = readPid(pidText);
  return pid === null || host === undefined ? null : told(pidClaim(pid, host === noHost ? null : host));
}
