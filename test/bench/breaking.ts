import { releaseAll } from '../editor/own.ts';
import { properStress } from './breaking-proper.ts';
import { methods, type Method } from './breaking-methods.ts';
import { stress } from './breaking-run.ts';
import { lockTypes, volumes, type LockType, type Volume } from './breaking-stage.ts';
import { describe, Totals } from './breaking-words.ts';

export const name = 'Breaking: stale locks of real processes, broken by several at once';

/** A smaller share of it, to try it out: 0.02 for instance. */
const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);

/** Breaks per combination of lock type, delay and file system: 12 of them make more than 30,000 for Lockscope. */
const breaks: Readonly<Record<Method, number>> = {
  Lockscope: 2520,
  'Lockscope without its mutex': 250,
  'unlink by path': 250,
  'check, then unlink': 250,
};
const properBreaks = 250;
const delaysUs = [0, 200];

/** Shows who lets two holders in, and whose locks get lost. */
export async function run(report: (line: string) => void): Promise<void> {
  try {
    const all = await volumes(report);
    report('3 lockers, each hold in a process of its own, a quarter of which end by kill -9 while they hold it; 2 breakers;');
    report('targets for Lockscope: no violation (a second holder inside), no lock lost without a journal entry');
    const totals = new Totals();
    for (const method of methods) {
      for (const combination of combinationsOf(method, all)) {
        const began = performance.now();
        const result = await stress(combination, Math.ceil(breaks[method] * scale));
        totals.add(method, result);
        report(`${method}, ${combination.volume.name}, ${words(combination)}: ${describe(result, isOurs(method))}; ${seconds(began)} s`);
      }
    }
    for (const volume of all) {
      for (const delayUs of delaysUs) {
        const began = performance.now();
        const result = await properStress(volume, delayUs, Math.ceil(properBreaks * scale));
        totals.add('proper-lockfile', result);
        report(`proper-lockfile, ${volume.name}, ${words({ type: 'folder', delayUs })}: ${describe(result, false)}; ${seconds(began)} s`);
      }
    }
    report('');
    for (const line of totals.lines()) report(line);
  } finally {
    await releaseAll();
  }
}

function combinationsOf(method: Method, all: readonly Volume[]): { volume: Volume; type: LockType; method: Method; delayUs: number }[] {
  return all.flatMap((volume) => lockTypes.flatMap((type) => delaysUs.map((delayUs) => ({ volume, type, method, delayUs }))));
}

function isOurs(method: Method): boolean {
  return method === 'Lockscope' || method === 'Lockscope without its mutex';
}

function words({ type, delayUs }: { readonly type: LockType; readonly delayUs: number }): string {
  return `${type === 'file' ? 'lock file' : `${type} lock`}${delayUs > 0 ? ` +${delayUs} us` : ''}`;
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}
