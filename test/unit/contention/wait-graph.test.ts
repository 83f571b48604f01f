import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plain } from '../../../src/base/text.ts';
import { stronglyConnected } from '../../../src/contention/components.ts';
import type { Actor, Span } from '../../../src/contention/model.ts';
import { deadlocksIn, describeDeadlock, waitGraphOf, type Deadlock } from '../../../src/contention/wait-graph.ts';
import { actor, pick, randomFrom, span } from './make.ts';

let nextId = 1;

function holds(who: Actor, lock: string, more: Partial<Span> = {}): Span {
  return span({ id: nextId++, is: 'hold', from: 1, to: null, actor: who, lock, ...more });
}

function waits(who: Actor, lock: string, more: Partial<Span> = {}): Span {
  return span({ id: nextId++, is: 'wait', from: 2, to: null, actor: who, lock, ...more });
}

function deadlocks(...open: readonly Span[]): readonly Deadlock[] {
  return deadlocksIn(waitGraphOf(open));
}

function pids({ members }: Deadlock): readonly (number | null)[] {
  return members.map((member) => member.actor.pid);
}

const [a, b, c, d] = [actor(1), actor(2, '/usr/bin/make all'), actor(3, 'cargo build'), actor(4)];
const shared = { mode: 'shared' } as const;

describe('strongly connected components', () => {
  test('are those of a search from each node to each other', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = randomFrom(seed);
      const nodes = Array.from({ length: 1 + Math.floor(random() * 8) }, (_none, at) => at);
      const density = random();
      const edges = nodes.flatMap((from) => nodes.filter(() => random() < density * 0.5).map((to) => [from, to] as const));
      const next = (node: number): readonly number[] => edges.filter(([from]) => from === node).map(([, to]) => to);
      const reach = (from: number): ReadonlySet<number> => {
        const seen = new Set([from]);
        for (const node of seen) for (const to of next(node)) seen.add(to);
        return seen;
      };
      const expected = new Set(nodes.map((node) => nodes.filter((other) => reach(node).has(other) && reach(other).has(node)).join()));
      const found = stronglyConnected(nodes, next).map((component) => component.toSorted((x, y) => x - y).join());
      assert.deepEqual(found.toSorted(), [...expected].toSorted(), `seed ${seed}`);
    }
  });

  test('of a long chain take no stack', () => {
    const nodes = Array.from({ length: 100_000 }, (_none, at) => at);
    assert.equal(stronglyConnected(nodes, (node) => [node + 1]).length, 100_000);
    assert.equal(stronglyConnected(nodes, (node) => [(node + 1) % 100_000]).length, 1);
  });
});

describe('the wait-for graph', () => {
  test('has an edge for each wait and each hold that lasts', () => {
    const { nodes, edges } = waitGraphOf([holds(a, '/x'), waits(b, '/x'), holds(c, '/y', { to: 5 })]);
    assert.deepEqual(nodes.map(({ id }) => id), ['process 1 mark 1', 'process 2 mark 2', 'lock /x']);
    assert.deepEqual(edges.map(({ is, from, to }) => [is, from, to]), [['held-by', 'lock /x', 'process 1 mark 1'], ['waits-for', 'process 2 mark 2', 'lock /x']]);
  });

  test('knows one process by its number, and tells two of one number apart by their marks', () => {
    const unmarked = { ...a, startMark: null };
    const later = { ...a, startMark: 'later' };
    const processes = (...open: readonly Span[]): number => waitGraphOf(open).nodes.filter(({ is }) => is === 'process').length;
    assert.equal(processes(holds(a, '/x'), waits(unmarked, '/y')), 1);
    assert.equal(processes(holds(a, '/x'), waits(later, '/y')), 2);
    assert.equal(processes(holds(actor(null), '/x'), waits(actor(null), '/y')), 2);
  });

  test('has a process wait for all readers, or for the one who holds it alone', () => {
    const blocked = (...open: readonly Span[]): readonly string[] => waitGraphOf(open).edges.flatMap((edge) => (edge.is === 'waits-for' ? edge.blockedBy : []));
    assert.deepEqual(blocked(holds(a, '/x'), waits(b, '/x')), ['process 1 mark 1']);
    assert.deepEqual(blocked(holds(a, '/x', shared), holds(b, '/x', shared), waits(c, '/x')), ['process 1 mark 1', 'process 2 mark 2']);
    assert.deepEqual(blocked(holds(a, '/x', shared), waits(c, '/x', shared)), []);
    assert.deepEqual(blocked(holds(a, '/x'), holds(b, '/x'), waits(c, '/x')), []);
    assert.deepEqual(blocked(holds(a, '/x'), holds(b, '/x'), waits(c, '/x', { blockers: [b] })), ['process 2 mark 2']);
  });
});

describe('a deadlock', () => {
  test('of two is found, and is the same the next time', () => {
    const open = [holds(a, '/x'), holds(b, '/y'), waits(a, '/y'), waits(b, '/x', { from: 7 })];
    const [found, ...others] = deadlocks(...open);
    assert.ok(found);
    assert.deepEqual([pids(found), found.since, others], [[1, 2], 7, []]);
    assert.deepEqual(found.members.map(({ waitsFor, heldBy }) => [waitsFor, heldBy.map(({ pid }) => pid)]), [['/y', [2]], ['/x', [1]]]);
    assert.equal(deadlocks(...open.toReversed())[0]?.id, found.id);
  });

  test('of three is found, and those who wait for it are no part of it', () => {
    const [found, ...others] = deadlocks(holds(a, '/x'), holds(b, '/y'), holds(c, '/z'), waits(a, '/y'), waits(b, '/z'), waits(c, '/x'), waits(d, '/x'));
    assert.ok(found);
    assert.deepEqual([pids(found), found.alsoStuck, others], [[1, 2, 3], [d], []]);
  });

  test('is no long wait, no chain of waits, and no wait for somebody unknown', () => {
    assert.deepEqual(deadlocks(holds(a, '/x'), waits(b, '/x')), []);
    assert.deepEqual(deadlocks(holds(a, '/x'), holds(b, '/y'), waits(b, '/x'), waits(c, '/y')), []);
    assert.deepEqual(deadlocks(holds(actor(null), '/x'), holds(b, '/y'), waits(actor(null), '/y'), waits(b, '/x')), []);
    assert.deepEqual(deadlocks(holds(a, '/x', { to: 5 }), holds(b, '/y'), waits(a, '/y'), waits(b, '/x')), []);
  });

  test('is of one process that waits for itself, where that was told: parts of a process may take turns', () => {
    assert.deepEqual(deadlocks(holds(a, '/x'), waits(a, '/x', { blockers: [a] })).map(pids), [[1]]);
    assert.deepEqual(deadlocks(holds(a, '/x'), waits(a, '/x')), []);
  });

  test('is told for certain only where the kernel tells who waits for whom', () => {
    const [told] = deadlocks(holds(a, '/x'), holds(b, '/y'), waits(a, '/y', { blockers: [b] }), waits(b, '/x', { blockers: [a] }));
    const [seen] = deadlocks(holds(a, '/x'), holds(b, '/y'), waits(a, '/y', { blockers: [b] }), waits(b, '/x'));
    assert.deepEqual([told?.isTold, seen?.isTold], [true, false]);
  });

  test('needs only one of several readers in its ring, since a writer waits for all of them', () => {
    assert.deepEqual(deadlocks(holds(a, '/x', shared), holds(d, '/x', shared), holds(b, '/y'), waits(b, '/x'), waits(a, '/y')).map(pids), [[1, 2]]);
  });

  test('is of two readers that both want to write', () => {
    assert.deepEqual(deadlocks(holds(a, '/x', shared), holds(b, '/x', shared), waits(a, '/x'), waits(b, '/x')).map(pids), [[1, 2]]);
    assert.deepEqual(deadlocks(holds(a, '/x', shared), holds(b, '/x', shared), waits(a, '/x')), []);
  });

  test('of parts of one file is found where it was told who blocks whom, and is not guessed', () => {
    assert.deepEqual(deadlocks(holds(a, '/x'), holds(b, '/x'), waits(a, '/x'), waits(b, '/x')), []);
    assert.deepEqual(deadlocks(holds(a, '/x'), holds(b, '/x'), waits(a, '/x', { blockers: [b] }), waits(b, '/x', { blockers: [a] })).map(pids), [[1, 2]]);
  });

  test('is none where another thread of a process may get what it waits for', () => {
    const ring = [holds(a, '/x'), holds(b, '/y'), waits(a, '/y'), waits(b, '/x')];
    assert.equal(deadlocks(...ring, waits(b, '/z'), holds(c, '/z')).length, 0);
    assert.equal(deadlocks(...ring, waits(b, '/z'), holds(c, '/z'), waits(c, '/x')).length, 1);
  });

  test('is of those who wait for a child that waits for a lock, and have one themselves', () => {
    const [childOfA, childOfB] = [actor(11, 'flock /y'), actor(12, 'flock /x')];
    const open = [holds(a, '/x'), holds(b, '/y'), waits(childOfA, '/y', { blockers: [b] }), waits(childOfB, '/x', { blockers: [a] })];
    assert.deepEqual(deadlocks(...open), []);
    const found = deadlocksIn(waitGraphOf(open, (pid) => [[11, [99, 1]], [12, [2]]].flatMap(([child, parents]) => (child === pid && Array.isArray(parents) ? parents : []))));
    assert.deepEqual(found.map((each) => [pids(each), each.isTold, each.members.map(({ through }) => through?.pid)]), [[[1, 2], false, [11, 12]]]);
    assert.deepEqual(found.map(({ alsoStuck }) => alsoStuck.map(({ pid }) => pid)), [[11, 12]]);
    const own = deadlocksIn(waitGraphOf([holds(a, '/x'), waits(childOfA, '/x', { blockers: [a] })], () => [1]));
    assert.deepEqual(own.map(pids), [[1]]);
    assert.deepEqual([...found, ...own].map((each) => plain(describeDeadlock(each, (path) => path.slice(1)))), [
      'git commit (1) with flock y (11) waits for y, held by make all (2) with flock x (12), which waits for x, held by git commit (1) with flock y (11): unless another part of one of them lets go, neither can go on. End one of them.',
      'git commit (1) has x and waits for its child flock y (11), which waits for x: unless git commit (1) lets go, neither can go on. End one of them.',
    ]);
  });

  test('is told apart from another at the same time', () => {
    const two = deadlocks(holds(a, '/x'), holds(b, '/y'), waits(a, '/y'), waits(b, '/x'), holds(c, '/u'), holds(d, '/v'), waits(c, '/v'), waits(d, '/u'));
    assert.deepEqual(two.map((each) => pids(each).join()).toSorted(), ['1,2', '3,4']);
  });

  test('is found exactly where a search through all ways to go on finds that nobody can', () => {
    let found = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const random = randomFrom(seed);
      const who = [a, b, c, d];
      const locks = ['/x', '/y', '/z', '/u'] as const;
      const open: Span[] = locks.filter(() => random() < 0.9).map((lock) => holds(pick(random, [a, b, c, d]), lock));
      for (const each of who) if (random() < 0.85) open.push(waits(each, pick(random, locks), { blockers: who }));
      const inRing = deadlocks(...open).flatMap(pids);
      const expected = inCycles(open);
      assert.deepEqual(new Set(inRing), new Set(expected), `seed ${seed}`);
      if (expected.length > 0) found += 1;
    }
    assert.ok(found > 100, `${found} deadlocks tried`);
  });
});

/** Who can be reached from themselves, by walking from waiter to holder: each has one wait, each lock one holder. */
function inCycles(open: readonly Span[]): readonly (number | null)[] {
  const next = (pid: number | null): number | null => {
    const lock = open.find((each) => each.is === 'wait' && each.actor.pid === pid)?.lock;
    return open.find((each) => each.is === 'hold' && each.lock === lock)?.actor.pid ?? null;
  };
  return [1, 2, 3, 4].filter((pid) => {
    let at: number | null = pid;
    for (let steps = 0; steps < 5; steps++) {
      at = at === null ? null : next(at);
      if (at === pid) return true;
    }
    return false;
  });
}

test('a deadlock is described in one sentence and what to do', () => {
  const names = (path: string): string => path.slice(1);
  const described = (...open: readonly Span[]): readonly string[] => deadlocks(...open).map((each) => plain(describeDeadlock(each, names)));
  const two = [holds(a, '/x'), holds(b, '/y'), waits(a, '/y', { blockers: [b] })];
  assert.deepEqual(described(...two, waits(b, '/x', { blockers: [a] })), [
    'git commit (1) waits for y, held by make all (2), which waits for x, held by git commit (1): neither can go on. End one of them.',
  ]);
  assert.deepEqual(described(...two, waits(b, '/x')), [
    'git commit (1) waits for y, held by make all (2), which waits for x, held by git commit (1): unless another part of one of them lets go, neither can go on. End one of them.',
  ]);
  assert.deepEqual(described(holds(a, '/x'), waits(a, '/x', { blockers: [a] })), [
    'git commit (1) waits for x, which it holds itself through another descriptor: unless another of its threads lets go, it cannot go on. End it.',
  ]);
  const ring = (count: number, isTold: boolean): readonly Span[] =>
    Array.from({ length: count }, (_none, at) => [holds(actor(at + 1), `/${at}`), waits(actor(at + 1), `/${(at + 1) % count}`, { blockers: isTold ? [actor(((at + 1) % count) + 1)] : [] })]).flat();
  assert.deepEqual(described(...ring(3, true)), [
    '3 processes wait for each other in a ring, so that none can go on: git commit (1) → 1 → git commit (2); git commit (2) → 2 → git commit (3); git commit (3) → 0 → git commit (1). End one of them.',
  ]);
  assert.match(described(...ring(7, false))[0] ?? '', /^7 processes wait for each other in a ring: (?:git commit [^;]*; ){5}…\. Unless another part of one of them lets go, none can go on\. End one of them\.$/);
});
