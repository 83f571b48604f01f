import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { git } from '../real/demo/git-repo.ts';
import { gitMethods, gitRound, type GitMethod, type GitResult } from './breaking-git-run.ts';
import { folderInMemory } from './breaking-stage.ts';
import { addUp, listed, totalOf } from './breaking-sums.ts';

export const name = 'Breaking the index.lock of a git that is at work, on purpose';

/** A smaller share of it, to try it out: 0.02 for instance. */
const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);
const tries: Readonly<Record<GitMethod, number>> = { Lockscope: 100_000, rm: 4000, 'exchange with a file': 4000 };
/** To a repository: its objects and what is put aside of it would fill the memory. */
const mostAtOnce = 4000;

/** Shows what becomes of the index, and whether git says so. */
export async function run(report: (line: string) => void): Promise<void> {
  try {
    const folder = folderInMemory('git') ?? (await temporaryFolder('git'));
    report(`${await git('.', '--version')}; a live git add loop, 3 breakers; each try is a break, by force, of an index.lock that stands, with pauses of up to 0.3 ms anywhere`);
    report('targets: index destroyed 0 times; 0 times success told that is none, or failure without a word');
    for (const method of gitMethods) {
      const results: GitResult[] = [];
      const wanted = Math.ceil(tries[method] * scale);
      const began = performance.now();
      for (let left = wanted; left > 0; left -= mostAtOnce) {
        results.push(await gitRound(folder, method, Math.min(left, mostAtOnce)));
        report(`${method}, so far: ${headline(results)}; ${((performance.now() - began) / 1000).toFixed(0)} s`);
      }
      report(`${method}: ${headline(results)}`);
      report(`  tries ended ${listed(addUp(results.map(({ ends }) => ends)))}; ${rate(results, began)} tries a second`);
      report(`  git said ${listed(addUp(results.map(({ says }) => says)))}`);
      const oddities = results.flatMap((result) => result.oddities);
      if (method === 'Lockscope') report(`  at the end of ${results.length} rounds: ${oddities.length === 0 ? 'nothing stuck, nothing left over, git fsck content' : oddities.join('; ')}`);
    }
  } finally {
    await releaseAll();
  }
}

function headline(results: readonly GitResult[]): string {
  const counts = addUp(results.map((result) => result.counts));
  const of = (what: string): number => counts.get(what) ?? 0;
  return `${total(results)} tries; index destroyed ${of('destroyed')} times, silent failures ${of('silent')}; ${of('runs')} runs of git add, ${of('staged')} truly staged, ${of('loud')} failed loudly`;
}

function rate(results: readonly GitResult[], began: number): string {
  return (total(results) / ((performance.now() - began) / 1000)).toFixed(0);
}

function total(results: readonly GitResult[]): number {
  return totalOf(addUp(results.map(({ ends }) => ends)));
}
