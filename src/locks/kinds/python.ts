import path from 'node:path';
import { text } from '../../base/text.ts';
import { isRecord, recordOf, tellEmpty, tellPid, tellRecord, textOf, toldNothing, toldPid, type Told } from './content.ts';
import { dvc, tellZc } from './dvc.ts';
import { filelock } from './filelock.ts';
import { familyOf, folderAbove, type Format } from './format.ts';
import type { LockKind, Site } from './kind.ts';

/** What Python goes by. */
const pythons = ['python', 'python2', ...['', ...Array.from({ length: 16 }, (_, i) => `.${i + 5}`)].map((minor) => `python3${minor}`)];

const lasting: Pick<Format, 'basis' | 'tell'> = { basis: 'kernel-on-lasting-file', tell: tellEmpty };

const formats: readonly Format[] = [
  {
    kind: 'zc-lockfile',
    title: 'zc.lockfile lock',
    at: ['*.lock'],
    byContent: true,
    basis: 'kernel-on-lasting-file',
    tell: tellZc,
  },
  ...dvc,
  {
    kind: 'pylockfile',
    title: 'Python lockfile lock',
    at: ['*.lock'],
    as: ['folder', 'symlink'],
    byContent: true,
    basis: 'existence',
    tell: tellLockfile,
    search: pythons,
  },
  {
    ...lasting,
    kind: 'huggingface',
    title: 'Hugging Face download lock',
    at: ['.cache/huggingface/download/**/*.lock', 'huggingface/hub/.locks/**/*.lock'],
  },
  {
    ...lasting,
    kind: 'virtualenv',
    title: 'virtualenv application data lock',
    at: ['virtualenv/py_info/**/*.lock', 'virtualenv/wheel/**/*.lock', 'virtualenv/unzip/**/*.lock'],
  },
  { ...lasting, kind: 'torch-inductor', title: 'PyTorch compile cache lock', at: ['torchinductor_*/**/*.lock'] },
  { ...lasting, kind: 'poetry', title: 'Poetry cache lock', at: ['pypoetry/cache/**/*.lock', 'pypoetry/artifacts/**/*.lock'] },
  { ...lasting, kind: 'pre-commit', title: 'pre-commit store lock', at: ['pre-commit/.lock'] },
  { ...lasting, kind: 'uv', title: 'uv lock', at: ['.venv/.lock', 'uv/.lock', 'uv/python/.lock', 'uv/tools/.lock'] },
  {
    kind: 'uv',
    title: 'uv lock',
    at: ['uv-*.lock'],
    basis: 'kernel-on-lasting-file',
    byContent: true,
    tell: (site) => (/^uv-[0-9a-f]{16}\.lock$/.test(path.basename(site.observation.path)) ? tellEmpty(site) : null),
  },
  {
    kind: 'torch-extension',
    title: 'PyTorch extension build lock',
    at: ['torch_extensions/**/lock'],
    basis: 'existence',
    tell: tellEmpty,
    search: [...pythons, 'ninja', 'nvcc', 'c++', 'g++'],
  },
  {
    kind: 'matplotlib',
    title: 'Matplotlib cache lock',
    at: ['*.matplotlib-lock'],
    basis: 'existence',
    tell: tellEmpty,
    search: pythons,
  },
  {
    kind: 'pytest',
    title: 'pytest temporary folder',
    at: ['pytest-of-*/pytest-*/.lock'],
    basis: 'existence',
    tell: tellPid,
  },
  {
    kind: 'conda-cache',
    title: 'conda package cache',
    at: ['pkgs/cache/*.json'],
    around: ({ observation, look }) => look(path.join(folderAbove(2)(observation.path), 'urls.txt')) !== null,
    basis: 'kernel-on-lasting-file',
    resource: (lockPath) => lockPath,
    breaking: 'never',
  },
  {
    kind: 'snakemake',
    title: 'Snakemake lock',
    at: ['.snakemake/locks/*.input.lock', '.snakemake/locks/*.output.lock'],
    basis: 'existence',
    tell: ({ observation: { artifact } }) => (textOf(artifact) === null ? null : toldNothing),
    resource: folderAbove(3),
    search: ['snakemake', ...pythons],
    breaking: 'tool-command',
    ways: (lockPath) => [
      { argv: ['snakemake', '--unlock'], cwd: folderAbove(3)(lockPath), does: text('Removes all locks of this Snakemake working folder. Make sure first that no other Snakemake runs in it.') },
    ],
  },
  { ...lasting, kind: 'ansible-connection', title: 'Ansible connection lock', at: ['pc/.ansible_pc_lock_*'], resource: folderAbove(1) },
  {
    kind: 'jupyter-server',
    title: 'Jupyter server',
    at: ['jpserver-*.json', 'nbserver-*.json'],
    basis: 'existence',
    tell: tellServer,
    resource: folderAbove(1),
    ways: jupyterWays,
  },
  {
    kind: 'dmypy',
    title: 'mypy daemon',
    at: ['.dmypy.json'],
    basis: 'existence',
    tell: tellRecord((record) => ('connection_name' in record ? toldPid(record['pid']) : null)),
    resource: folderAbove(1),
    ways: (lockPath) => [{ argv: ['dmypy', 'stop'], cwd: path.dirname(lockPath), does: text('Asks the mypy daemon to exit.') }],
  },
];

/** Locks of Python's libraries and of tools written in it. */
export const python: readonly LockKind[] = [...filelock, familyOf(formats)];

/**
 * The lockfile package names host, thread and pid in one word, which cannot be split for certain: in
 * the entry of a folder "vm.-40f4204018830", as a link's target "vm-40f42040.18830-9183097404347620778".
 */
function tellLockfile({ observation: { artifact } }: Site): Told | null {
  if (artifact.type === 'symlink') return /^[^/]+-[0-9a-f]{1,8}\.\d+(?:-\d+)?$/.test(artifact.target) ? toldNothing : null;
  const isHeld = artifact.type === 'folder' && artifact.entries.length === 1 && artifact.entries.every((entry) => /^.+\.-[0-9a-f]{2,8}\d+$/.test(entry));
  return isHeld ? toldNothing : null;
}

/** The file also holds the server's token, which is neither kept nor shown. */
function tellServer(site: Site): Told | null {
  const inName = /^(?:jp|nb)server-(\d+)\.json$/.exec(path.basename(site.observation.path))?.[1];
  if (inName === undefined) return null;
  return tellRecord((record) => ('port' in record && record['pid'] === Number(inName) ? toldPid(record['pid']) : null))(site);
}

function jupyterWays(lockPath: string, { observation: { artifact } }: Site): ReturnType<NonNullable<Format['ways']>> {
  const record = recordOf(artifact);
  const port = isRecord(record) ? record['port'] : null;
  if (typeof port !== 'number' || !Number.isInteger(port)) return [];
  const program = path.basename(lockPath).startsWith('nb') ? 'notebook' : 'server';
  return [{ argv: ['jupyter', program, 'stop', String(port)], cwd: path.dirname(lockPath), does: text('Asks the Jupyter server on port {port} to shut down.', { port }) }];
}
