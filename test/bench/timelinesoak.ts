import { OwnChild } from './own-child.ts';
import { releaseAll } from '../editor/own.ts';
import type { SoakFigures } from './timeline-soak-child.ts';

export const name = 'timeline: memory of a long run';

/** Half an hour of a thousand events a second. */
const events = 1_800_000;
const parts = 9;

/** Shows that a history at its bound takes no more memory however long it goes on, with its store and a page's feed at work. */
export async function run(report: (line: string) => void): Promise<void> {
  try {
    const child = new OwnChild('timeline-soak-child.ts', [], ['--expose-gc']);
    report(`${events} events, half an hour of 1,000 a second, as fast as they are taken in; heap in use after a collection:`);
    for (let told = 0; told < events; told += events / parts) {
      const figures = await child.ask(String(events / parts));
      if (!isFigures(figures)) throw new Error(`not the figures of a soak: ${JSON.stringify(figures)}`);
      report(`  after ${told + events / parts}: ${(figures.heap / 2 ** 20).toFixed(1)} MB, ${figures.spans} spans kept, ${figures.names} locks known, ${figures.sent} spans sent, ${(figures.ms / 1000).toFixed(1)} s`);
    }
  } finally {
    await releaseAll();
  }
}

function isFigures(value: unknown): value is SoakFigures {
  return typeof value === 'object' && value !== null && ['heap', 'spans', 'names', 'sent', 'ms'].every((key) => key in value);
}
