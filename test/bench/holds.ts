import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import type { LockChange } from '../../src/watch/inventory.ts';
import { ThreadedInventory } from '../../src/watch/threaded-inventory.ts';
import { OwnChild } from './own-child.ts';
import { birthOf } from './holds-birth.ts';

export const name = 'Short holds: which of them are seen, and with their holder';

/** What the holder does meanwhile: it waits (for a disk, a lock, a child), or keeps its core for itself. */
const holds = [
  { how: 'waits', ms: 0.2 },
  { how: 'waits', ms: 1 },
  { how: 'waits', ms: 5 },
  { how: 'waits', ms: 20 },
  { how: 'computes', ms: 1 },
  { how: 'computes', ms: 5 },
];
const pairs = 150;
/** What comes later than this after the last hold comes too late, ms. */
const graceMs = 500;
const peers = { chokidar: 'chokidar', 'chokidar-quick': 'chokidar with atomic: false', parcel: '@parcel/watcher', look: 'fs.watch with a bare look in each event' };

/**
 * Shows how many of some short holds of one lock file are told as appeared and released, and the same holds to
 * other watchers. In turns: on few cores all that is woken by one event would wait for each other.
 */
export async function run(report: (line: string) => void): Promise<void> {
  const [folder, peersFolder] = [await temporaryFolder('holds'), await temporaryFolder('holds-peers')];
  const inventory = new ThreadedInventory(new URL('../../src/watch/worker.ts', import.meta.url));
  try {
    const told = new Told();
    inventory.onDidChange((changes) => told.take(changes));
    await inventory.setRoots([folder]);
    const watchers = Object.entries(peers).map(([what, title]) => ({ title, child: new OwnChild('holds-peer.ts', [what, peersFolder]) }));
    for (const { child } of watchers) await child.ask('ready');
    const holder = new OwnChild('holds-holder.ts', []);
    report(`${pairs} pairs each, 40 ms apart; seen: told both as appeared and as released; targets: 98 % seen from 1 ms on, 95 % with a busy core, the holder named in 95 % of them`);
    for (const load of ['idle', 'one busy core']) {
      const busy = load === 'idle' ? null : new OwnChild('busy-core.ts', []);
      for (const { how, ms } of holds) {
        const holdAll = async (where: string): Promise<unknown> => {
          const births = await holder.ask(`${how} ${ms} ${pairs} ${path.join(where, 'job.lock')}`);
          await pause(graceMs);
          return births;
        };
        report(`${load}, ${ms} ms, the holder ${how}: Lockscope ${told.of(await holdAll(folder), holder.pid)}`);
        await holdAll(peersFolder);
        const counts: string[] = [];
        for (const { title, child } of watchers) counts.push(`${title} ${described(await child.ask('count'))}`);
        report(`  seen by ${counts.join(', ')}`);
      }
      await busy?.end();
    }
  } finally {
    inventory.dispose();
    await releaseAll();
  }
}

/** What the inventory told: a lock it could read by its birth, one that was too quick for that by its path alone. */
class Told {
  #appeared: string[] = [];
  #released: string[] = [];
  readonly #pids = new Map<string, number | null>();

  take(changes: readonly LockChange[]): void {
    for (const { type, lock } of changes) {
      const birth = birthOf(lock.identity);
      if (type === 'appeared') this.#appeared.push(birth);
      if (type === 'released') this.#released.push(birth);
      if (lock.holder !== null) this.#pids.set(birth, lock.holder.pid);
    }
  }

  /** Describes what was told of locks with these births since the last time. */
  of(births: unknown, pid: number): string {
    const made = Array.isArray(births) ? births.map(String) : [];
    const [appeared, released] = [new Set(this.#appeared), new Set(this.#released)];
    const read = made.filter((birth) => appeared.has(birth) && released.has(birth));
    const named = read.filter((birth) => this.#pids.get(birth) === pid);
    // What could not be read is told with the birth of one before it.
    const unread = Math.min(this.#appeared.length, this.#released.length) - read.length;
    this.#appeared = [];
    this.#released = [];
    const seen = Math.min(made.length, read.length + unread);
    const tooMany = read.length + unread - seen;
    const excess = tooMany > 0 ? `, ${tooMany} told that never were` : '';
    return `seen ${percent(seen, made.length)}, of them read ${percent(read.length, seen)} and named their holder ${percent(named.length, seen)}${excess}`;
  }
}

function described(counts: unknown): string {
  if (typeof counts !== 'object' || counts === null || !('came' in counts) || !('read' in counts)) throw new Error('a watcher did not count');
  const read = Number(counts.read);
  return `${percent(Math.min(pairs, Number(counts.came)), pairs)}${read > 0 ? ` (read in time in ${percent(read, pairs)})` : ''}`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
