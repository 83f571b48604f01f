import path from 'node:path';
import { text } from '../../base/text.ts';
import { borg } from './borg.ts';
import { readClaim, readPid, tellEmpty, tellRecord, toldNothing } from './content.ts';
import { familyOf, folderAbove, folderWith, readAs, withoutExtension, type Format } from './format.ts';
import type { LockKind } from './kind.ts';
import { terraform } from './terraform.ts';

const lasting: Pick<Format, 'basis' | 'resource' | 'tell'> = { basis: 'kernel-on-lasting-file', resource: folderAbove(1), tell: tellEmpty };

/** Made with no permissions at all and always empty, so that whoever cannot read it has learnt as much. */
const unreadable: Pick<Format, 'as' | 'basis' | 'tell'> = {
  as: ['file', 'unreadable'],
  basis: 'existence',
  tell: (site) => (site.observation.artifact.type === 'unreadable' ? toldNothing : tellEmpty(site)),
};

const formats: readonly Format[] = [
  terraform,
  {
    kind: 'pulumi',
    title: 'Pulumi stack lock',
    at: ['.pulumi/locks/**/*.json'],
    basis: 'existence',
    tell: (site) => tellRecord((record) => (readPid(record['pid']) !== null && 'hostname' in record && 'timestamp' in record ? readClaim(site.observation.artifact) : null))(site),
    resource: folderAbove(1),
    breaking: 'tool-command',
    ways: (lockPath) => [
      {
        argv: ['pulumi', 'cancel', '--', path.basename(path.dirname(lockPath))],
        cwd: folderWith('.pulumi', lockPath),
        does: text('Cancels the update that has this stack, after asking. An update that still runs may leave resources behind.'),
      },
    ],
  },
  ...borg,
  {
    ...lasting,
    kind: 'dpkg',
    title: 'Debian package system lock',
    at: ['lib/dpkg/lock', 'lib/dpkg/lock-frontend', 'lib/dpkg/triggers/Lock', 'lib/apt/lists/lock', 'cache/apt/archives/lock'],
  },
  { ...unreadable, kind: 'pacman', title: 'pacman database lock', at: ['pacman/db.lck'], resource: folderAbove(1), search: ['pacman', 'pamac', 'pamac-daemon', 'paru', 'yay'] },
  { ...unreadable, kind: 'kubectl', title: 'Kubernetes configuration lock', at: ['.kube/config.lock'], resource: withoutExtension, search: ['kubectl', 'helm', 'k9s', 'minikube', 'kubectx'] },
  { ...lasting, kind: 'docker-buildx', title: 'Docker buildx lock', at: ['.docker/buildx/.lock'] },
];

const restic: Format = {
  kind: 'restic',
  title: 'restic repository lock',
  at: [],
  // What is in it is encrypted.
  around: ({ observation, look }) => ['config', 'keys', 'snapshots'].every((name) => look(path.join(folderAbove(2)(observation.path), name)) !== null),
  basis: 'existence',
  tell: ({ observation: { artifact } }) => (artifact.type === 'file' && artifact.whole && artifact.head.length > 0 && artifact.head.length < 4096 ? toldNothing : null),
  resource: folderAbove(2),
  search: ['restic'],
  breaking: 'tool-command',
  ways: (lockPath) => [
    { argv: ['restic', '-r', folderAbove(2)(lockPath), 'unlock'], cwd: folderAbove(2)(lockPath), does: text('Removes the locks that restic itself finds stale; it asks for the password of the repository.') },
  ],
};

/** Locks of tools that keep machines, packages and backups. */
export const infrastructure: readonly LockKind[] = [
  familyOf(formats),
  {
    mayBe: (name, folder) => name.length === 64 && path.basename(folder) === 'locks' && /^[0-9a-f]{64}$/.test(name),
    read: (site) => readAs(restic, site),
  },
];
