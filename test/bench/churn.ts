import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import type { ChurnFigures } from './churn-host.ts';
import { describeDelay } from './loop-delay.ts';
import { OwnChild } from './own-child.ts';

export const name = '2,000 locks coming and going per second';

const perSecond = 2000;
const lifeMs = 50;
const makers = 4;
const churnMs = 30_000;

/** Shows what a storm of locks does to the thread that shows them and to its memory, and the same storm beside chokidar alone and beside a process that only watches its own loop. */
export async function run(report: (line: string) => void): Promise<void> {
  report(`${perSecond} locks a second for ${churnMs / 1000} s by ${makers} processes, each lock for ${lifeMs} ms`);
  for (const what of ['inventory', 'chokidar', 'idle']) await churn(what, report);
}

async function churn(what: string, report: (line: string) => void): Promise<void> {
  const folder = await temporaryFolder('churn');
  try {
    const children = Array.from({ length: makers }, (_, i) => {
      const part = path.join(folder, `part${i}`);
      mkdirSync(part);
      return new OwnChild('churn-maker.ts', [part, String(perSecond / makers), String(lifeMs)]);
    });
    const host = new OwnChild('churn-host.ts', [what, folder], ['--expose-gc']);
    await host.ask('start');
    await host.ask('begin');
    const made = await Promise.all(children.map((child) => child.ask(String(churnMs))));
    const figures = await host.ask('end');
    if (!isFigures(figures)) throw new Error(`not the figures of a churn: ${JSON.stringify(figures)}`);
    tell(what, made.map(Number).reduce((sum, one) => sum + one, 0), figures, report);
  } finally {
    await releaseAll();
  }
}

function isFigures(value: unknown): value is ChurnFigures {
  const keys = ['p99', 'max', 'gap', 'work', 'messages', 'changes', 'appeared', 'mostListed', 'listed', 'rss', 'heap'];
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function tell(what: string, made: number, figures: ChurnFigures, report: (line: string) => void): void {
  const rate = (count: number): string => (count / (churnMs / 1000)).toFixed(0);
  const inMB = (bytes: readonly number[]): string => bytes.map((each) => (each / 2 ** 20).toFixed(0)).join(', ');
  const { messages, changes, appeared, mostListed, listed } = figures;
  report(`${what}: ${describeDelay(figures)}`);
  report(`  memory before, at its peak and after: ${inMB(figures.rss)} MB resident; before and after: ${inMB(figures.heap)} MB of heap in use`);
  if (what === 'idle') return;
  report(`  ${rate(made)} locks made a second, ${((100 * appeared) / made).toFixed(1)} % told of; ${rate(changes)} changes in ${rate(messages)} messages a second`);
  report(`  listed at most ${mostListed}, at the end ${listed} (target: 0)`);
}
