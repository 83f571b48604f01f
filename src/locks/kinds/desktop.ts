import path from 'node:path';
import { text } from '../../base/text.ts';
import { pidClaim, readPid, tellEmpty, tellPid, tellRecord, textOf, told, toldNothing, toldPid, type Told } from './content.ts';
import { familyOf, folderAbove, withoutExtension, type Format } from './format.ts';
import { gnupg } from './gnupg.ts';
import type { Site } from './kind.ts';
import { qt } from './qt.ts';

/** liblockfile takes over what names nobody after five minutes, and so its users renew it. */
const liblockfile = { renewed: false, usualMs: 60_000, takenOverAfterMs: 300_000 };

/** Made by a program for the script that runs it, so that the lock goes on when its maker is gone. */
const isMadeForAnother = true;

const formats: readonly Format[] = [
  {
    kind: 'chromium-profile',
    title: 'Chromium profile lock',
    at: ['SingletonLock'],
    as: ['symlink'],
    basis: 'existence',
    tell: tellLink(/^(.+)-(\d+)$/),
    resource: folderAbove(1),
    companions: ({ observation, look }) =>
      ['SingletonCookie', 'SingletonSocket'].map((name) => path.join(path.dirname(observation.path), name)).filter((place) => look(place) !== null),
  },
  {
    kind: 'firefox-profile',
    title: 'Firefox profile lock',
    at: ['lock'],
    as: ['symlink'],
    byContent: true,
    basis: 'existence',
    tell: tellLink(/^(\d+\.\d+\.\d+\.\d+):\+?(\d+)$/),
    resource: folderAbove(1),
  },
  {
    kind: 'firefox-kernel',
    title: 'Firefox profile lock',
    at: ['.parentlock'],
    basis: 'kernel-on-lasting-file',
    tell: tellEmpty,
    resource: folderAbove(1),
  },
  {
    kind: 'vscode-workspace',
    title: 'VS Code workspace storage lock',
    at: ['workspaceStorage/*/vscode.lock'],
    basis: 'existence',
    tell: tellRecord((record) => toldPid(record['pid'])),
    resource: folderAbove(1),
  },
  {
    kind: 'vscode',
    title: 'VS Code lock',
    at: ['code.lock'],
    byContent: true,
    basis: 'existence',
    tell: (site) => (textOf(site.observation.artifact) === '' ? null : tellPid(site)),
    resource: folderAbove(1),
  },
  {
    kind: 'jetbrains',
    title: 'JetBrains IDE lock',
    at: ['JetBrains/*/.lock', 'JetBrains/*/.port', 'Google/AndroidStudio*/.lock', 'Google/AndroidStudio*/.port'],
    basis: 'existence',
    tell: tellPid,
    resource: folderAbove(1),
  },
  {
    kind: 'unity',
    title: 'Unity project lock',
    at: ['Temp/UnityLockfile'],
    basis: 'existence',
    resource: folderAbove(2),
    search: ['Unity', 'Unity Editor'],
  },
  {
    kind: 'x-server',
    title: 'X server lock',
    at: ['.X*-lock'],
    byContent: true,
    basis: 'existence',
    tell: tellXServer,
    resource: (lockPath) => path.join(path.dirname(lockPath), '.X11-unix', path.basename(lockPath).slice(1, -'-lock'.length)),
  },
  qt,
  gnupg,
  {
    kind: 'liblockfile',
    title: 'Mailbox lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'existence',
    tell: tellExactly('0\n'),
    heartbeat: () => liblockfile,
    mayOutlive: isMadeForAnother,
    ways: (lockPath) => [
      { argv: ['dotlockfile', '-u', lockPath], cwd: path.dirname(lockPath), does: text('Removes the lock of {file}.', { file: path.basename(withoutExtension(lockPath)) }) },
    ],
  },
  {
    kind: 'procmail',
    title: 'procmail lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'existence',
    tell: tellExactly('0'),
    mayOutlive: isMadeForAnother,
  },
];

/** Desktop programs, their profiles, mail and keys. */
export const desktop = familyOf(formats);

/** The host and pid in a link's target; an address of the loopback means this machine, as does no host. */
function tellLink(target: RegExp): (site: Site) => Told | null {
  return ({ observation: { artifact } }) => {
    const [, host = '', pidText] = (artifact.type === 'symlink' ? target.exec(artifact.target) : null) ?? [];
    const pid = readPid(pidText);
    return pid === null ? null : told(pidClaim(pid, host.startsWith('127.') ? null : host));
  };
}

/** The pid, ten signs wide, and the end of the line. */
function tellXServer({ observation: { path: lockPath, artifact } }: Site): Told | null {
  const content = textOf(artifact) ?? '';
  return /^\.X\d+-lock$/.test(path.basename(lockPath)) && /^[ \d]{10}\n$/.test(content) ? toldPid(content.trim()) : null;
}

/** For a content that is always this one and names nobody. */
function tellExactly(content: string): (site: Site) => Told | null {
  return ({ observation: { artifact } }) => (textOf(artifact) === content ? toldNothing : null);
}
