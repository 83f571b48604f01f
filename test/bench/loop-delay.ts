import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long this thread's event loop was kept from its work, ms. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
  /** The longest gap between two ticks of a timer of 1 ms. */
  readonly gap: number;
}

/** Begins to watch this thread's event loop. @returns ends that and tells how it was */
export function watchLoop(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  let last = performance.now();
  let gap = 0;
  const look = (): void => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return () => {
    look();
    clearInterval(timer);
    histogram.disable();
    return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6, gap };
  };
}

export function describeDelay({ p99, max, gap }: LoopDelay): string {
  return `event loop p99 ${p99.toFixed(1)} ms, longest ${Math.max(max, gap).toFixed(1)} ms`;
}
