import path from 'node:path';
import { text, type Text } from '../../base/text.ts';
import type { ToolWay } from '../lock.ts';
import { halfWritten, pidClaim, readPid, readTime, tellEmpty, tellPid, tellRecord, textOf, told, toldNothing, toldPid, type Told } from './content.ts';
import { familyOf, folderAbove, type Format } from './format.ts';
import { wasRenewed } from './folder.ts';
import type { HeartbeatRule, Site } from './kind.ts';
import { sqliteDotfile } from './sqlite-dotfile.ts';

/** npm 11.6 and later renew every second and wait a minute; before that it was 100 ms and 5 s. The longer is the safe one. */
const npx = { usualMs: 1000, takenOverAfterMs: 60_000 };

/** yarn 1 has proper-lockfile's defaults. */
const yarn = { usualMs: 5000, takenOverAfterMs: 10_000 };

const formats: readonly Format[] = [
  {
    kind: 'yarn-mutex',
    title: 'Yarn mutex',
    at: ['.yarn-single-instance.lock'],
    as: ['folder'],
    basis: 'existence',
    tell: tellEmptyFolder,
    resource: folderAbove(1),
    heartbeat: beating(yarn),
    search: 'javascript',
  },
  {
    kind: 'npx',
    title: 'npx lock',
    at: ['_npx/*/concurrency.lock'],
    as: ['folder'],
    basis: 'existence',
    tell: tellEmptyFolder,
    resource: folderAbove(1),
    heartbeat: beating(npx),
    search: 'javascript',
  },
  {
    kind: 'next',
    title: 'Next.js lock',
    at: ['.next/lock', '.next/dev/lock'],
    basis: 'kernel',
    tell: (site) => (textOf(site.observation.artifact) === '' ? toldNothing : tellRecord(pidAndStart)(site)),
    resource: folderAbove(1),
  },
  {
    kind: 'nuxt',
    title: 'Nuxt lock',
    at: ['.nuxt/nuxt.lock'],
    basis: 'existence',
    tell: tellRecord(pidAndStart),
    resource: folderAbove(1),
  },
  {
    kind: 'nx',
    title: 'Nx lock',
    at: ['.nx/workspace-data/*.lock'],
    basis: 'kernel-on-lasting-file',
    tell: tellEmpty,
    resource: folderAbove(3),
    ways: (lockPath) => [nxWay(lockPath, ['reset'], text('Stops the Nx daemon and clears what Nx has kept of this workspace.'))],
  },
  {
    kind: 'nx-daemon',
    title: 'Nx daemon',
    at: ['.nx/workspace-data/d/server-process.json'],
    basis: 'existence',
    tell: tellRecord((record) => toldPid(record['processId'])),
    resource: folderAbove(4),
    ways: (lockPath) => [nxWay(lockPath, ['daemon', '--stop'], text('Stops the Nx daemon; the next Nx command starts a new one.'))],
  },
  {
    kind: 'turbo-daemon',
    title: 'Turborepo daemon',
    at: ['turbod-*/*/turbod.pid', 'turbod/*/turbod.pid'],
    basis: 'existence',
    tell: tellPid,
    resource: folderAbove(1),
  },
  {
    kind: 'deno-modules',
    title: 'Deno node_modules lock',
    at: ['node_modules/.deno/.deno.lock'],
    basis: 'kernel-on-lasting-file',
    tell: tellEmpty,
    resource: folderAbove(2),
    companions: ({ observation, look }) => [`${observation.path}.poll`].filter((poll) => look(poll) !== null),
  },
  {
    kind: 'rush',
    title: 'Rush lock',
    at: ['*#*.lock'],
    byContent: true,
    basis: 'existence',
    tell: tellRush,
    resource: (lockPath) => lockPath.replace(/#\d+\.lock$/, ''),
  },
  {
    kind: 'cdk-write',
    title: 'AWS CDK write lock',
    at: ['cdk.out/synth.lock'],
    basis: 'existence',
    tell: tellPid,
    resource: folderAbove(1),
  },
  {
    kind: 'cdk-read',
    title: 'AWS CDK read lock',
    at: ['cdk.out/read.*.lock'],
    basis: 'existence',
    tell: (site) => (/^read\.\d+\.\d+\.lock$/.test(path.basename(site.observation.path)) ? tellPid(site) : null),
    resource: folderAbove(1),
  },
  sqliteDotfile,
];

/** Locks of what is written in JavaScript, but for proper-lockfile's own; see folder.ts. */
export const javascript = familyOf(formats);

function tellEmptyFolder({ observation: { artifact } }: Site): Told | null {
  return artifact.type === 'folder' && artifact.entries.length === 0 ? toldNothing : null;
}

function beating(rule: Omit<HeartbeatRule, 'renewed'>): (site: Site) => HeartbeatRule {
  return ({ observation }) => ({ ...rule, renewed: wasRenewed(observation) });
}

/** The `hostname` that Next writes beside is the address that it listens on, not a machine's name. */
function pidAndStart(record: Record<string, unknown>): Told | null {
  const pid = readPid(record['pid']);
  return pid === null ? null : { claim: pidClaim(pid), claimedAt: readTime(record['startedAt']) };
}

function nxWay(lockPath: string, words: readonly string[], does: Text): ToolWay {
  return { argv: ['npx', 'nx', ...words], cwd: lockPath.slice(0, lockPath.lastIndexOf(`${path.sep}.nx${path.sep}`)), does };
}

/** The start of a process as `ps -o lstart` prints it: "Sat Nov 21 04:22:50 2026". */
const psStart = /^\S+ +\S+ +\S+ \d\d:\d\d:\d\d \d{4}$/;

/** The pid is in the name; the content is its start, by which Rush tells a reused number. */
function tellRush({ observation: { path: lockPath, artifact } }: Site): Told | null {
  const pid = readPid(/^.+#(\d+)\.lock$/.exec(path.basename(lockPath))?.[1]);
  const content = textOf(artifact)?.trim();
  if (pid === null || content === undefined) return null;
  if (content === '') return halfWritten;
  return psStart.test(content) ? told(pidClaim(pid)) : null;
}
