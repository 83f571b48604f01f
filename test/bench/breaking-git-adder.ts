import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gitEnvironment } from '../real/demo/git-repo.ts';
import { blobId, readIndex } from './breaking-git-index.ts';
import { obey } from './own-child.ts';

// Runs `git add` in the repository argv[2] until the file argv[3] appears, each time for a new content, and looks whether
// what git says of it is true.
const [, , repo = '', stopMark = ''] = process.argv;
const indexFile = path.join(repo, '.git', 'index');
/** So that git holds its lock for some ms. */
const lines = 2000;
const counts: Record<string, number> = { runs: 0, staged: 0, loud: 0, destroyed: 0, silent: 0 };
const says: Record<string, number> = {};

/** As often it is the first add in a repository: there is no index yet, over which git could rename its lock. */
const firstEvery = 5;

obey(() => {
  const full = readFileSync(indexFile);
  while (!existsSync(stopMark)) {
    const isFirst = (counts['runs'] ?? 0) % firstEvery === 0;
    if (isFirst) rmSync(indexFile);
    if (!addOnce(isFirst) || isFirst) mend(full);
  }
  return { counts, says };
});

/** @returns whether the index is sound */
function addOnce(isFirst: boolean): boolean {
  const content = `${counts['runs']} ${process.hrtime.bigint()}\n`.repeat(lines);
  writeFileSync(path.join(repo, 'live.txt'), content);
  const { status, stderr } = spawnSync('git', ['add', 'live.txt'], { cwd: repo, env: gitEnvironment(), encoding: 'utf8' });
  add(counts, 'runs');
  const index = readIndex(indexFile);
  if (status === 0) add(counts, index.is === 'sound' && isStaged(index.ids, content) ? 'staged' : 'silent');
  else add(counts, stderr.trim() === '' ? 'silent' : 'loud');
  if (status !== 0) add(says, `${String(status)}: ${withoutPaths(stderr)}`);
  if (index.is === 'sound' || (isFirst && status !== 0 && index.why === 'ENOENT')) return true;
  add(counts, 'destroyed');
  add(says, `index destroyed: ${index.why}`);
  return false;
}

function isStaged(ids: ReadonlyMap<string, string>, content: string): boolean {
  const id = blobId(content);
  return ids.get('live.txt') === id && existsSync(path.join(repo, '.git', 'objects', id.slice(0, 2), id.slice(2)));
}

/** So that the next run starts from a sound one. */
function mend(index: Uint8Array): void {
  rmSync(indexFile, { recursive: true, force: true });
  writeFileSync(indexFile, index);
}

function withoutPaths(stderr: string): string {
  return (stderr.trim().split('\n')[0] ?? '').replaceAll(repo, '');
}

function add(sums: Record<string, number>, what: string): void {
  sums[what] = (sums[what] ?? 0) + 1;
}
