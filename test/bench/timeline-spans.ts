// Spans as a busy workspace might have them, from a seeded random, so that each run measures the same.
import type { Actor, Span } from '../../src/contention/model.ts';

/** Mulberry32: numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const commands = ['git commit -m x', 'git add .', 'node build.mjs', 'cargo build', 'npm install', 'python3 train.py'];

function actorOf(number: number): Actor {
  return { pid: 1000 + number, startMark: String(number), command: commands[number % commands.length] ?? null };
}

/** Holds and waits of `locks` locks, two holds to each wait, in the order of their starts. */
export function busySpans(count: number, locks: number, end: number, lengthMs: number): readonly Span[] {
  const random = seeded(6);
  const starts = Array.from({ length: count }, () => end - random() * lengthMs).sort((a, b) => a - b);
  return starts.map((from, at) => {
    const is = at % 3 === 2 ? 'wait' : 'hold';
    const length = is === 'hold' ? 2 + random() * 80 : random() * 250;
    const certainty = at % 17 === 0 ? 'glimpsed' : at % 5 === 0 ? 'sampled' : 'seen';
    return { id: at + 1, is, lock: `/home/ada/app/part-${Math.floor(random() ** 2 * locks)}/.git/index.lock`, actor: actorOf(Math.floor(random() * 40)), mode: 'exclusive', from, to: certainty === 'glimpsed' ? from : Math.min(end, from + length), certainty, blockers: [] };
  });
}
