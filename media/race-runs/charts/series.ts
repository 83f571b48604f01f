import type { RunResult } from '../../../src/race/real/result.ts';
import { cpuPerOperation, type Row } from '../results/columns.ts';

/** What one strategy came to with so many actors. */
export interface Point {
  readonly actors: number;
  readonly value: number;
  readonly isKept: boolean;
}

/** What one strategy came to, by number of actors. */
export interface Series {
  readonly place: number;
  readonly title: string;
  readonly points: readonly Point[];
}

export const quantiles = ['p50', 'p95', 'p99', 'max'] as const;
export type Quantile = (typeof quantiles)[number];

export type ChartKind = 'throughput' | 'latency' | 'fairness' | 'cpu';
export const chartKinds: readonly ChartKind[] = ['throughput', 'latency', 'fairness', 'cpu'];

/** The value that a chart shows of a run; null for none. */
export function valueOf(kind: ChartKind, quantile: Quantile, result: RunResult): number | null {
  if (result.operations === 0) return kind === 'throughput' ? 0 : null;
  switch (kind) {
    case 'throughput': return result.throughput;
    case 'latency': return result.latencyMs[quantile];
    case 'fairness': return result.fairness;
    case 'cpu': return cpuPerOperation(result);
  }
}

/** The lines of a chart, each in the order of its actors. */
export function seriesOf(rows: readonly Row[], value: (result: RunResult) => number | null): readonly Series[] {
  const places = [...new Set(rows.map(({ series }) => series))].toSorted((one, other) => one - other);
  return places.map((place) => {
    const own = rows.filter(({ series }) => series === place);
    const points = own.flatMap(({ result }): Point[] => {
      const known = value(result);
      return known === null ? [] : [{ actors: result.actors, value: known, isKept: result.kept }];
    });
    return { place, title: own[0]?.title ?? '', points: points.toSorted((one, other) => one.actors - other.actors) };
  });
}

/** The numbers of actors that were measured. */
export function actorsOf(rows: readonly Row[]): readonly number[] {
  return [...new Set(rows.map(({ result }) => result.actors))].toSorted((one, other) => one - other);
}
