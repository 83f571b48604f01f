import path from 'node:path';
import { text } from '../../base/text.ts';
import { pidClaim, readPid, tellEmpty, tellPid, textOf, told, toldPid, type Told } from './content.ts';
import { familyOf, folderAbove, withoutExtension, type Format } from './format.ts';
import { gradle } from './gradle.ts';
import { jvm } from './jvm.ts';
import type { Site } from './kind.ts';

const lasting: Pick<Format, 'basis' | 'tell' | 'resource'> = { basis: 'kernel-on-lasting-file', tell: tellEmpty, resource: folderAbove(1) };

/** Locks of compilers, build tools and package managers of compiled languages. */
export const build = familyOf([
  { ...lasting, kind: 'cargo-build', title: 'Cargo build folder lock', at: ['.cargo-lock'] },
  { ...lasting, kind: 'cargo-package-cache', title: 'Cargo package cache lock', at: ['.package-cache', '.package-cache-mutate'] },
  { ...lasting, kind: 'rustc-incremental', title: 'rustc incremental session', at: ['incremental/*/s-*-*.lock'] },
  { ...lasting, kind: 'rustdoc', title: 'rustdoc output lock', at: ['.lock'], around: ({ siblings }) => [...siblings()].some((name) => name === 'static.files' || /^crates[\d.-]*\.js$/.test(name)) },
  ...gradle,
  ...jvm,
  {
    kind: 'bazel',
    title: 'Bazel output base lock',
    at: ['lock'],
    byContent: true,
    basis: 'kernel-on-lasting-file',
    tell: ({ observation: { artifact } }) => toldPid(bazelClient(textOf(artifact))?.pid),
    resource: folderAbove(1),
    breaking: 'tool-command',
    ways: (_, { observation: { artifact } }) => bazelWays(bazelClient(textOf(artifact))?.cwd),
  },
  {
    kind: 'bazel-server',
    title: 'Bazel server',
    at: ['server/server.pid.txt'],
    basis: 'existence',
    tell: tellPid,
    resource: folderAbove(2),
    breaking: 'tool-command',
  },
  { ...lasting, kind: 'meson', title: 'Meson build folder lock', at: ['meson-private/meson.lock'], resource: folderAbove(2) },
  {
    kind: 'ccache',
    title: 'ccache lock',
    at: ['*.lock'],
    as: ['symlink'],
    byContent: true,
    basis: 'existence',
    tell: tellCcache,
    companions: ({ observation, look }) => [`${withoutExtension(observation.path)}.alive`].filter((place) => look(place) !== null),
  },
  { ...lasting, kind: 'maven', title: 'Maven repository lock', at: ['.m2/**/*.part.lock', '.m2/**/.locks/**/*.lock'], resource: withoutExtension },
  { ...lasting, kind: 'swiftpm', title: 'Swift package build lock', at: ['.build/.lock'], tell: tellEmptyOrPid },
  { ...lasting, kind: 'dune', title: 'Dune build lock', at: ['_build/.lock'], tell: tellEmptyOrPid },
  {
    ...lasting,
    kind: 'flutter',
    title: 'Flutter SDK lock',
    at: ['bin/cache/lockfile'],
    around: ({ observation, look }) => look(path.join(folderAbove(2)(observation.path), 'flutter')) !== null,
    resource: folderAbove(3),
  },
  {
    kind: 'julia',
    title: 'Julia pid file lock',
    at: ['*.pidfile'],
    byContent: true,
    basis: 'existence',
    tell: tellJulia,
  },
  {
    kind: 'r-install',
    title: 'R package installation',
    at: ['00LOCK', '00LOCK-*'],
    as: ['folder'],
    basis: 'existence',
    resource: folderAbove(1),
    search: ['R', 'Rscript', 'rsession'],
    // It holds the package as it was, perhaps the only copy.
    breaking: 'never',
  },
]);

/** Some versions write their pid, which stays; the kernel's lock counts. */
function tellEmptyOrPid(site: Site): Told | null {
  return tellEmpty(site) ?? tellPid(site);
}

function bazelClient(content: string | null): { readonly pid: string; readonly cwd: string } | null {
  const [, pid, cwd] = /^pid=(\d+)\nowner=\S+\ncwd=(\/\S*)\n/.exec(content ?? '') ?? [];
  return pid === undefined || cwd === undefined ? null : { pid, cwd };
}

function bazelWays(cwd: string | undefined): ReturnType<NonNullable<Format['ways']>> {
  return cwd === undefined ? [] : [{ argv: ['bazel', 'shutdown'], cwd, does: text('Asks the Bazel server of this workspace to exit when it is idle.') }];
}

/** "host-pid-thread-time.nonce"; the host's name may have dashes too. */
function tellCcache({ observation: { artifact } }: Site): Told | null {
  const target = artifact.type === 'symlink' ? artifact.target : '';
  const [, host, pidText, seconds] = /^([\w.-]+)-(\d+)-\d+-(\d{10})\.\d+$/.exec(target) ?? [];
  const pid = readPid(pidText);
  return pid === null || host === undefined ? null : { claim: pidClaim(pid, host), claimedAt: Number(seconds) * 1000 + 999 };
}

/** "pid host", without a line end. */
function tellJulia({ observation: { artifact } }: Site): Told | null {
  const [, pidText, host] = /^(\d+) ([\w.-]+)$/.exec(textOf(artifact) ?? '') ?? [];
  const pid = readPid(pidText);
  return pid === null || host === undefined ? null : told(pidClaim(pid, host));
}
