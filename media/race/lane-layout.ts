import type { Snapshot, Trace } from '../../src/race/model/trace.ts';

/** What lies behind the blocks of a lane. Rows are counted from 0; a block is in the middle of its row. */
export interface Bar {
  readonly what: 'hold' | 'wait' | 'pause';
  /** Number of the actor. */
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  /** The object that is held. */
  readonly object: string | null;
  /** How many bars of this lane it lies upon. */
  readonly depth: number;
}

/** How long an actor is there. */
export interface Life {
  readonly lane: number;
  readonly to: number;
  readonly end: 'ended' | 'crashed' | 'broken' | null;
}

export interface LaneLayout {
  readonly actors: readonly string[];
  readonly rows: number;
  readonly bars: readonly Bar[];
  readonly lives: readonly Life[];
}

/** The bars of a run: from where a lock is acquired to where it is let go of, and where somebody waits or stands still. */
export function layOut(trace: Trace): LaneLayout {
  const actors = trace.start.actors.map(({ name }) => name);
  const snapshots = [trace.start, ...trace.steps.map(({ after }) => after)];
  const bars = actors.flatMap((name, lane) => [...holdsOf(snapshots, name, lane), ...standingsOf(snapshots, lane, 'waits', 'wait'), ...standingsOf(snapshots, lane, 'paused', 'pause')]);
  return { actors, rows: trace.steps.length, bars, lives: actors.map((_name, lane) => lifeOf(snapshots, lane)) };
}

function holdsOf(snapshots: readonly Snapshot[], actor: string, lane: number): readonly Bar[] {
  const objects = snapshots[0]?.objects.map(({ name }) => name) ?? [];
  const spans = objects.flatMap((object, at) => spansOf(snapshots, (snapshot) => snapshot.objects[at]?.holders.includes(actor) ?? false).map((span) => ({ object, ...span })));
  const sorted = spans.toSorted((one, other) => one.first - other.first);
  // From the middle of the step that takes it to the middle of the one that lets go.
  return sorted.map(({ object, first, last }) => ({
    what: 'hold',
    lane,
    object,
    from: first === 0 ? 0 : first - 0.5,
    to: last === snapshots.length - 1 ? last : last + 0.5,
    depth: sorted.filter((other) => other.object !== object && other.first < first && other.last >= first).length,
  }));
}

function standingsOf(snapshots: readonly Snapshot[], lane: number, standing: 'waits' | 'paused', what: 'wait' | 'pause'): readonly Bar[] {
  const end = snapshots.length - 1;
  return spansOf(snapshots, (snapshot) => snapshot.actors[lane]?.standing === standing)
    .map(({ first, last }): Bar => ({ what, lane, object: null, depth: 0, from: first, to: Math.min(last + 1, end) }))
    .filter(({ from, to }) => to > from);
}

/** The stretches of snapshots of which something is so. */
function spansOf(snapshots: readonly Snapshot[], isSo: (snapshot: Snapshot) => boolean): readonly { readonly first: number; readonly last: number }[] {
  const spans: { first: number; last: number }[] = [];
  snapshots.forEach((snapshot, at) => {
    const open = spans.at(-1);
    if (!isSo(snapshot)) return;
    if (open?.last === at - 1) open.last = at;
    else spans.push({ first: at, last: at });
  });
  return spans;
}

function lifeOf(snapshots: readonly Snapshot[], lane: number): Life {
  const end = snapshots.findIndex(({ actors }) => isEnd(actors[lane]?.standing));
  const standing = snapshots[end]?.actors[lane]?.standing;
  if (end < 0 || !isEnd(standing)) return { lane, to: snapshots.length - 1, end: null };
  return { lane, to: Math.max(end - 0.5, 0), end: standing };
}

function isEnd(standing: string | undefined): standing is 'ended' | 'crashed' | 'broken' {
  return standing === 'ended' || standing === 'crashed' || standing === 'broken';
}
