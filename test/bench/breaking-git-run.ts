import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git } from '../real/demo/git-repo.ts';
import { odditiesIn, odditiesOf } from './breaking-git-oddities.ts';
import { addUp, type Sums } from './breaking-sums.ts';
import { OwnChild } from './own-child.ts';

export const gitMethods = ['Lockscope', 'rm', 'exchange with a file'] as const;

export type GitMethod = (typeof gitMethods)[number];

export interface GitResult {
  /** How the tries ended. */
  readonly ends: Sums;
  /** What git add came to; see the script. */
  readonly counts: Sums;
  /** What git said when it failed. */
  readonly says: Sums;
  /** What is not as it should be at the end, in words. */
  readonly oddities: readonly string[];
}

const files = 1000;
const breakers = 3;
/** So many tries to a journal: whoever comes too late reads all of it. */
const mostAtOnce = 300;
let rounds = 0;

/** Lets git add and breakers have at one repository until so many tries are made. */
export async function gitRound(folder: string, method: GitMethod, tries: number): Promise<GitResult> {
  rounds += 1;
  const room = path.join(folder, `round-${rounds}`);
  const [repo, stopMark] = [path.join(room, 'repository'), path.join(room, 'stop')];
  await makeRepository(repo);
  const gitDir = path.join(repo, '.git');
  const usual = new Set(readdirSync(gitDir));
  const lock = path.join(gitDir, 'index.lock');
  const adder = new OwnChild('breaking-git-adder.ts', [repo, stopMark]);
  const children = Array.from({ length: breakers }, () => new OwnChild('breaking-git-breaker.ts', [method, lock]));
  const added = adder.ask('add');
  const chunks = Array.from({ length: Math.ceil(tries / mostAtOnce) }, (_, i) => ({ state: path.join(room, `state-${i}`), tries: Math.ceil(Math.min(mostAtOnce, tries - i * mostAtOnce) / breakers) }));
  const ended: { readonly state: string; readonly ends: Sums }[] = [];
  for (const chunk of chunks) ended.push({ state: chunk.state, ends: addUp(await Promise.all(children.map((child) => child.ask(`${chunk.tries} ${chunk.state}`)))) });
  // Only then: what a breaker leaves standing would be broken by the next try.
  writeFileSync(stopMark, '');
  const { counts, says } = readAdded(await added);
  for (const child of [adder, ...children]) await child.end();
  const oddities = method === 'Lockscope' ? [...ended.flatMap(({ state, ends }) => odditiesOf(state, ends.get('broken') ?? 0)), ...odditiesIn(gitDir, usual, ended.map(({ state }) => state)), ...(await complaintsOf(repo))] : [];
  rmSync(room, { recursive: true, force: true, maxRetries: 5 });
  return { ends: addUp(ended.map(({ ends }) => ends)), counts, says, oddities };
}

async function makeRepository(repo: string): Promise<void> {
  mkdirSync(repo, { recursive: true });
  await git(repo, 'init', '--quiet', '--initial-branch=main');
  for (let i = 0; i < files; i++) writeFileSync(path.join(repo, `module${i}.js`), `export const value = ${i};\n`);
  await git(repo, 'add', '.');
}

function readAdded(answer: unknown): { counts: Sums; says: Sums } {
  if (typeof answer !== 'object' || answer === null || !('counts' in answer) || !('says' in answer)) throw new Error('git add was not counted');
  return { counts: addUp([answer.counts]), says: addUp([answer.says]) };
}

/** What git itself finds wrong. */
async function complaintsOf(repo: string): Promise<string[]> {
  try {
    await git(repo, 'fsck', '--no-dangling');
    const staged = (await git(repo, 'ls-files')).split('\n').length;
    return staged >= files ? [] : [`only ${staged} files are staged`];
  } catch (error) {
    return [`git complains: ${String(error)}`];
  }
}
