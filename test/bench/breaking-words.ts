import type { Result } from './breaking-run.ts';
import { listed, totalOf } from './breaking-sums.ts';

/** What is told of every run, whoever broke the locks. */
export type Figures = Pick<Result, 'acquired' | 'killed' | 'violations' | 'disturbed' | 'broken' | 'lost' | 'oddities' | 'ends'>;

/** A run in one line. @param records whether its breaker keeps a journal, so that a lock can be missing in it */
export function describe(result: Figures, records: boolean): string {
  const { acquired, killed, violations, lost, disturbed, oddities, ends } = result;
  const parts = [
    `${breaksOf(result)} breaks`,
    `${violations} violations`,
    ...(records ? [`${lost} lost without an entry`] : []),
    `${totalOf(disturbed)} disturbed releases${totalOf(disturbed) > 0 ? ` (${listed(disturbed)})` : ''}`,
    `${acquired} holds (${killed} killed)`,
    `ended: ${listed(ends)}`,
  ];
  return [...parts, ...(records ? oddities.map((oddity) => `ODD: ${oddity}`) : [])].join(', ');
}

/** What several runs of one method come to. */
export class Totals {
  readonly #of = new Map<string, { breaks: number; violations: number; lost: number; disturbed: number; holds: number; odd: number }>();

  add(method: string, result: Figures): void {
    const sum = this.#of.get(method) ?? { breaks: 0, violations: 0, lost: 0, disturbed: 0, holds: 0, odd: 0 };
    this.#of.set(method, {
      breaks: sum.breaks + breaksOf(result),
      violations: sum.violations + result.violations,
      lost: sum.lost + result.lost,
      disturbed: sum.disturbed + totalOf(result.disturbed),
      holds: sum.holds + result.acquired,
      odd: sum.odd + result.oddities.length,
    });
  }

  lines(): string[] {
    return [...this.#of].map(([method, { breaks, violations, lost, disturbed, holds, odd }]) => {
      const rate = ((10_000 * violations) / Math.max(1, breaks)).toFixed(1);
      const record = method.startsWith('Lockscope') ? `${lost} lost without an entry, ${odd} oddities, ` : '';
      return `${method}: ${breaks} breaks in ${holds} holds, ${violations} violations (${rate} per 10,000 breaks), ${record}${disturbed} disturbed releases`;
    });
  }
}

function breaksOf({ broken, ends }: Figures): number {
  return broken > 0 ? broken : (ends.get('broken') ?? 0);
}
