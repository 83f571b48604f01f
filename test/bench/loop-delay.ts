import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long this thread's event loop was kept from its work, ms. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
  /** The longest gap between two ticks of a timer of 1 ms. */
  readonly gap: number;
  /** The most processor time that this thread took between two such ticks: what the rest of a gap is, other processes have taken. */
  readonly work: number;
}

/** Begins to watch this thread's event loop. @returns ends that and tells how it was */
export function watchLoop(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  let last = performance.now();
  let lastWork = workOfThread();
  let [gap, work] = [0, 0];
  const look = (): void => {
    const now = performance.now();
    const workNow = workOfThread();
    gap = Math.max(gap, now - last);
    work = Math.max(work, workNow - lastWork);
    last = now;
    lastWork = workNow;
  };
  const timer = setInterval(look, 1);
  return () => {
    look();
    clearInterval(timer);
    histogram.disable();
    return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6, gap, work };
  };
}

/** Processor time of this thread so far, ms. */
function workOfThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export function describeDelay({ p99, max, gap, work }: LoopDelay): string {
  return `event loop p99 ${p99.toFixed(1)} ms, longest ${Math.max(max, gap).toFixed(1)} ms, longest own work ${work.toFixed(1)} ms`;
}
