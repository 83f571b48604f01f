import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { git, gitEnvironment } from '../real/demo/git-repo.ts';
import type { LockChange } from '../../src/watch/inventory.ts';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';

export const name = 'Attribution: who made the locks of git in a repository of 5,000 files';

const operations = 200;
const files = 5000;
const kinds = ['add', 'commit', 'stash', 'stash pop'] as const;
/** What is told later than this after the last operation comes too late, ms. */
const graceMs = 1000;
/** The clock that file systems take births from ticks at least this often, ms. */
const tickMs = 10;

/** One run of git, and who is known for certain to have belonged to it. */
interface Operation {
  readonly kind: (typeof kinds)[number];
  /** ms since the epoch. */
  readonly began: number;
  readonly ended: number;
  /** git itself and all the git processes that it started, by its own trace. */
  readonly family: ReadonlySet<number>;
  /** Who created index.lock, by strace; empty where that was not asked. */
  readonly creators: ReadonlySet<number>;
}

/** A lock as it was told of. */
interface Told {
  readonly path: string;
  /** ms since the epoch. */
  readonly bornAt: number;
  readonly pids: Set<number>;
}

/** Shows in how many of 200 runs of git the process that makes the lock is named. */
export async function run(report: (line: string) => void): Promise<void> {
  const folder = await temporaryFolder('attribution');
  const inventory = new ThreadedInventory(new URL('../../src/watch/worker.ts', import.meta.url));
  try {
    const repo = path.join(folder, 'repository');
    await makeRepository(repo);
    const told = new Map<string, Told>();
    inventory.onDidChange((changes) => note(told, changes));
    await inventory.setRoots([repo]);
    report(`${(await git(repo, '--version'))}; named: a lock of the operation was told with the pid of its git process or of one that this started, by git's own trace`);
    const plain = await operate(repo, folder, operations, false);
    tell(plain, [...told.values()], report);
    if (spawnSync('strace', ['-o', '/dev/null', 'true']).status !== 0) return report('strace does not run here: nothing is known of the very creators');
    const traced = await operate(repo, folder, operations / 10, true);
    tellCreators(traced, [...told.values()], report);
  } finally {
    inventory.dispose();
    await releaseAll();
  }
}

async function makeRepository(repo: string): Promise<void> {
  for (let i = 0; i < files; i++) {
    const part = path.join(repo, `part${i % 100}`);
    mkdirSync(part, { recursive: true });
    writeFileSync(path.join(part, `module${i}.js`), `export const value = ${i};\n`.repeat(20));
  }
  await git(repo, 'init', '--quiet', '--initial-branch=main');
  await git(repo, 'add', '.');
  await git(repo, 'commit', '--quiet', '--message', 'All');
}

function note(told: Map<string, Told>, changes: readonly LockChange[]): void {
  for (const { lock } of changes) {
    const { birthtimeNs, ino } = lock.identity;
    const key = `${lock.path} ${ino} ${birthtimeNs}`;
    const known = told.get(key) ?? { path: lock.path, bornAt: Number(birthtimeNs ?? 0n) / 1e6, pids: new Set() };
    told.set(key, known);
    if (lock.holder !== null && lock.holder.pid !== null) known.pids.add(lock.holder.pid);
  }
}

/** Runs git so many times, and besides that pops what it stashed. */
async function operate(repo: string, folder: string, count: number, withStrace: boolean): Promise<Operation[]> {
  const done: Operation[] = [];
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % 3] ?? 'add';
    const changed = path.join('part7', `module${7 + 100 * (i % 50)}.js`);
    if (kind !== 'commit') writeFileSync(path.join(repo, changed), `export const value = "${withStrace} ${i}";\n`);
    const args = kind === 'add' ? ['add', '--', changed] : kind === 'commit' ? ['commit', '--quiet', '--message', `Change ${i}`] : ['stash', '--quiet'];
    done.push(await runTraced(repo, folder, kind, args, withStrace));
    if (kind === 'stash') done.push(await runTraced(repo, folder, 'stash pop', ['stash', 'pop', '--quiet'], withStrace));
  }
  await pause(graceMs);
  return done;
}

async function runTraced(repo: string, folder: string, kind: Operation['kind'], args: readonly string[], withStrace: boolean): Promise<Operation> {
  const trace = path.join(folder, `trace-${performance.now()}`);
  const calls = `${trace}-calls`;
  const [command = 'git', ...words] = withStrace ? ['strace', '-f', '-e', 'trace=openat', '-o', calls, 'git', ...args] : ['git', ...args];
  // Two operations never share a tick of the clock that births are taken from.
  await pause(2 * tickMs);
  const began = Date.now();
  const child = spawn(command, words, { cwd: repo, env: gitEnvironment({ GIT_TRACE2_EVENT: trace }), stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${String(code)}`);
  return { kind, began, ended: Date.now(), family: familyIn(trace), creators: withStrace ? creatorsIn(calls) : new Set() };
}

/** A session id is of the form `TIME-HOST-Phex`, its children's have theirs behind a slash; see git's api-trace2. */
function familyIn(trace: string): Set<number> {
  const sessions = readFileSync(trace, 'utf8').matchAll(/"sid":"([^"]+)"/g);
  return new Set([...sessions].flatMap(([, sid = '']) => [...sid.matchAll(/-P([0-9a-f]{8})/g)]).map(([, hex = '']) => Number.parseInt(hex, 16)));
}

function creatorsIn(calls: string): Set<number> {
  const text = existsSync(calls) ? readFileSync(calls, 'utf8') : '';
  return new Set([...text.matchAll(/^(\d+) +openat\(.*index\.lock", [^)]*O_CREAT[^)]*\) = \d+$/gm)].map(([, pid]) => Number(pid)));
}

function ofOperation({ began, ended }: Operation, told: readonly Told[]): Told[] {
  return told.filter(({ bornAt }) => bornAt >= began - tickMs && bornAt <= ended);
}

function tell(done: readonly Operation[], told: readonly Told[], report: (line: string) => void): void {
  const asked = done.filter(({ kind }) => kind !== 'stash pop');
  for (const kind of kinds) report(`git ${kind}: ${shares(done.filter((one) => one.kind === kind), told)}`);
  report(`all without stash pop: ${shares(asked, told)} (target: named in 95 %)`);
  const strangers = done.flatMap((one) => ofOperation(one, told).filter(({ pids }) => [...pids].some((pid) => !one.family.has(pid))));
  report(`locks told with a pid that is none of their operation's: ${strangers.length}`);
}

function shares(done: readonly Operation[], told: readonly Told[]): string {
  const share = (whether: (one: Operation) => boolean): string => `${((100 * done.filter(whether).length) / done.length).toFixed(1)} %`;
  const isIndex = ({ path: at }: Told): boolean => path.basename(at) === 'index.lock';
  const isNamed = ({ family }: Operation, { pids }: Told): boolean => [...pids].some((pid) => family.has(pid));
  const seen = share((one) => ofOperation(one, told).length > 0);
  const seenIndex = share((one) => ofOperation(one, told).some(isIndex));
  const named = share((one) => ofOperation(one, told).some((lock) => isNamed(one, lock)));
  const namedIndex = share((one) => ofOperation(one, told).some((lock) => isIndex(lock) && isNamed(one, lock)));
  return `${done.length} runs, seen ${seen} (index.lock ${seenIndex}), named ${named} (index.lock ${namedIndex})`;
}

function tellCreators(done: readonly Operation[], told: readonly Told[], report: (line: string) => void): void {
  const pairs = done.flatMap((one) => ofOperation(one, told).filter(({ path: at }) => path.basename(at) === 'index.lock').map(({ pids }) => ({ pids, creators: one.creators })));
  const exact = pairs.filter(({ pids, creators }) => [...pids].some((pid) => creators.has(pid)));
  report(`under strace, ${done.length} runs: of ${pairs.length} index.lock told, ${exact.length} name the very process that created one of their operation's`);
}
