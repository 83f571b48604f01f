import { handOverMs } from './contended.ts';
import { Coverage } from './coverage.ts';
import { countBelow, unionOf } from './intervals.ts';
import type { Span } from './model.ts';
import { timesAt, type Stays } from './stays.ts';

/** Who made whom wait, by command (see shortCommand). */
export interface Blocking {
  readonly blocker: string;
  readonly waiter: string;
  /** Waits that the blocker had a part in. */
  readonly count: number;
  /** How long it held during them, ms; several that hold together each count. */
  readonly totalMs: number;
}

export type NameOf = (command: string | null) => string;

/** Commands beyond so many that hold one lock count together. */
const mostCommands = 64;
const otherCommands = 'other commands';

/** Less is what rounding leaves, ms. */
const leastMs = 0.001;

/**
 * Who made whom wait for one lock. Each wait's time goes to those who held during it; what remains goes, in
 * equal parts, to those blockers that were told with it and that no hold was seen of.
 * @param holds all holds of it of a known length, also those that are older than the waits
 * @param nameOf shortCommand, which is best asked once for each command
 */
export function blockingOf(holds: Stays, waits: Stays, nameOf: NameOf): readonly Blocking[] {
  if (waits.spans.length === 0) return [];
  const sums = new Sums();
  const waiters = waits.spans.map(({ actor }) => nameOf(actor.command));
  const holders = holdersOf(holds, nameOf);
  for (const [command, during] of holders) {
    for (let at = 0; at < waiters.length; at++) {
      const waiter = waiters[at] ?? '';
      const wait = waits.spans[at];
      if (wait === undefined) continue;
      const [from, to] = [waits.times.from[at] ?? 0, waits.times.to[at] ?? 0];
      let ms = during(from, to, wait.mode);
      if (ms >= leastMs && waiter === command) ms -= ownHoldAfter(holds, wait, to);
      if (ms >= leastMs) sums.add(command, waiter, ms);
    }
  }
  addTold(holds, waits, nameOf, holders, sums);
  return sums.all.toSorted((a, b) => b.totalMs - a.totalMs || b.count - a.count);
}

function addTold(holds: Stays, waits: Stays, nameOf: NameOf, holders: ReadonlyMap<string, During>, sums: Sums): void {
  let anybody: Coverage | null = null;
  for (let at = 0; at < waits.spans.length; at++) {
    const wait = waits.spans[at];
    if (wait === undefined || wait.blockers.length === 0) continue;
    anybody ??= new Coverage(unionOf(holds.times));
    const [from, to] = [waits.times.from[at] ?? 0, waits.times.to[at] ?? 0];
    const rest = to - from - anybody.within(from, to);
    if (rest < leastMs) continue;
    let told: Set<string> | null = null;
    for (const { command } of wait.blockers) {
      const name = nameOf(command);
      if ((holders.get(name)?.(from, to, wait.mode) ?? 0) < leastMs) told = (told ?? new Set()).add(name);
    }
    if (told === null) continue;
    for (const command of told) sums.add(command, nameOf(wait.actor.command), rest / told.size);
  }
}

/** How long somebody held in that time against a wait of that mode, ms: readers do not make readers wait. */
type During = (from: number, to: number, mode: Span['mode']) => number;

/** By command. */
function holdersOf({ spans, times }: Stays, nameOf: NameOf): ReadonlyMap<string, During> {
  const places = new Map<string, { readonly exclusive: number[]; readonly shared: number[] }>();
  for (let at = 0; at < spans.length; at++) {
    const span = spans[at];
    if (span === undefined) continue;
    const name = nameOf(span.actor.command);
    let known = places.get(name);
    if (known === undefined) {
      const command = places.size < mostCommands ? name : otherCommands;
      known = places.get(command) ?? { exclusive: [], shared: [] };
      places.set(command, known);
    }
    known[span.mode].push(at);
  }
  return new Map(Array.from(places, ([command, { exclusive, shared }]) => {
    const alone = new Coverage(timesAt(times, exclusive));
    const reading = new Coverage(timesAt(times, shared));
    return [command, (from, to, mode) => alone.within(from, to) + (mode === 'exclusive' ? reading.within(from, to) : 0)];
  }));
}

/**
 * How long a wait overlaps the hold that it ended with, ms: that the two are seen to overlap comes of the looks
 * not being exact. Other holds of the same process are those of another part of it, which does make it wait.
 */
function ownHoldAfter({ spans, times }: Stays, wait: Span, to: number): number {
  if (wait.actor.pid === null) return 0;
  for (let at = countBelow(times.from, to) - 1; at >= 0; at--) {
    const from = times.from[at] ?? 0;
    if (from < to - handOverMs || from < wait.from) return 0;
    if (spans[at]?.actor.pid !== wait.actor.pid) continue;
    return wait.mode === 'shared' && spans[at]?.mode === 'shared' ? 0 : Math.min(times.to[at] ?? 0, to) - from;
  }
  return 0;
}

interface Sum {
  readonly blocker: string;
  readonly waiter: string;
  count: number;
  totalMs: number;
}

class Sums {
  readonly #byBlocker = new Map<string, Map<string, Sum>>();

  get all(): readonly Blocking[] {
    return [...this.#byBlocker.values()].flatMap((byWaiter) => [...byWaiter.values()]);
  }

  add(blocker: string, waiter: string, ms: number): void {
    let byWaiter = this.#byBlocker.get(blocker);
    if (byWaiter === undefined) this.#byBlocker.set(blocker, (byWaiter = new Map()));
    let sum = byWaiter.get(waiter);
    if (sum === undefined) byWaiter.set(waiter, (sum = { blocker, waiter, count: 0, totalMs: 0 }));
    sum.count += 1;
    sum.totalMs += ms;
  }
}
