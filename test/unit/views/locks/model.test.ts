import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { text } from '../../../../src/base/text.ts';
import type { Lock, LockState } from '../../../../src/locks/lock.ts';
import type { Arrangement } from '../../../../src/views/locks/arrangement.ts';
import { Filter } from '../../../../src/views/locks/filter.ts';
import { LocksModel, type Redraw } from '../../../../src/views/locks/model.ts';
import type { GroupNode, LockNode, Node } from '../../../../src/views/locks/nodes.ts';
import { aHolder, aLock } from '../a-lock.ts';

const appeared = (lock: Lock) => ({ type: 'appeared', lock }) as const;
const changed = (lock: Lock) => ({ type: 'changed', lock }) as const;
const released = (lock: Lock) => ({ type: 'released', lock }) as const;
const lockAt = (path: string, state: LockState): Lock => aLock(state, { path });

const byState: Arrangement = { grouping: 'state', filter: new Filter(''), showIdle: false, folders: [{ name: 'ws', path: '/ws' }] };

function modelOf(...locks: Lock[]): LocksModel {
  const model = new LocksModel(byState);
  model.apply(locks.map(appeared));
  drawAll(model);
  return model;
}

/** As the view does it: what was drawn has a time. */
function drawAll(model: LocksModel): void {
  for (const node of shownLocks(model)) node.drawnAt = 0;
}

function shownLocks(model: LocksModel): readonly LockNode[] {
  return model.top().flatMap((group) => model.below(group)).filter((node) => node.type === 'lock');
}

function arranged(model: LocksModel, change: Partial<Arrangement>): void {
  model.arrange({ ...model.arrangement, ...change });
  while (!model.arrangeSome());
}

function nameOf(node: Node): string {
  switch (node.type) {
    case 'group':
      return node.id;
    case 'lock':
      return node.lock.path;
    case 'more':
      return `${node.count} more`;
    default:
      return node.key;
  }
}

const names = (redraw: Redraw): string | string[] => (redraw === 'all' ? redraw : redraw.map(nameOf));
const top = (model: LocksModel): string[] => model.top().map(nameOf);

function groupNamed(model: LocksModel, id: string): GroupNode {
  const group = model.top().find((node): node is GroupNode => node.type === 'group' && node.id === id);
  return group ?? assert.fail(`there is no group ${id}, but ${top(model).join()}`);
}

const inGroup = (model: LocksModel, id: string): string[] => model.below(groupNamed(model, id)).map(nameOf);

function nodeAt(model: LocksModel, path: string): LockNode {
  return shownLocks(model).find(({ lock }) => lock.path === path) ?? assert.fail(`${path} is not shown`);
}

suite('The tree of locks', () => {
  test('groups by state, the urgent first, sorted within as people sort', () => {
    const model = modelOf(lockAt('/job-10.lock', 'held'), lockAt('/c', 'stale'), lockAt('/job-9.lock', 'held'), lockAt('/d', 'unknown'));
    assert.deepEqual(top(model), ['state:stale', 'state:held', 'state:unknown']);
    assert.deepEqual(inGroup(model, 'state:held'), ['/job-9.lock', '/job-10.lock']);
    assert.deepEqual(model.count(groupNamed(model, 'state:held')), { locks: 2, stale: 0 });
  });

  test('idle locks show, and count, only when they are asked for', () => {
    const model = modelOf(lockAt('/a', 'idle'));
    assert.deepEqual(top(model), []);
    assert.deepEqual(model.counts, { matching: 0, total: 0 });
    arranged(model, { showIdle: true });
    assert.deepEqual(top(model), ['state:idle']);
    assert.deepEqual(model.counts, { matching: 1, total: 1 });
  });

  test('a new group draws all, a lock in a group that is there draws the group', () => {
    const model = modelOf(lockAt('/a', 'held'));
    assert.deepEqual(names(model.apply([appeared(lockAt('/b', 'held'))])), ['state:held']);
    assert.equal(model.apply([appeared(lockAt('/c', 'stale'))]), 'all');
    assert.deepEqual(names(model.apply([released(lockAt('/b', 'held'))])), ['state:held']);
    assert.equal(model.apply([released(lockAt('/c', 'stale'))]), 'all');
  });

  test('a lock that changes within its state is drawn alone and keeps its node', () => {
    const model = modelOf(lockAt('/a', 'held'), lockAt('/b', 'held'));
    const node = nodeAt(model, '/a');
    assert.deepEqual(names(model.apply([changed(aLock('held', { path: '/a', acquiredAt: 5 }))])), ['/a']);
    assert.equal(nodeAt(model, '/a'), node);
    assert.equal(node.lock.acquiredAt, 5);
  });

  test('a lock that was never drawn is not drawn for a change', () => {
    const model = modelOf(lockAt('/a', 'held'));
    nodeAt(model, '/a').drawnAt = null;
    assert.deepEqual(model.apply([changed(aLock('held', { path: '/a', acquiredAt: 5 }))]), []);
  });

  test('a lock that changes its state keeps its node and draws both groups', () => {
    const model = modelOf(lockAt('/a', 'held'), lockAt('/b', 'held'), lockAt('/c', 'stale'));
    const node = nodeAt(model, '/a');
    assert.deepEqual(names(model.apply([changed(lockAt('/a', 'stale'))])), ['state:stale', 'state:held']);
    assert.equal(nodeAt(model, '/a'), node);
    assert.equal(model.parentOf(node), groupNamed(model, 'state:stale'));
  });

  test('releasing what is not there changes nothing', () => {
    assert.deepEqual(modelOf(lockAt('/a', 'held')).apply([released(lockAt('/b', 'held'))]), []);
  });

  test('one group can take the place of another', () => {
    assert.equal(modelOf(lockAt('/a', 'held')).apply([changed(lockAt('/a', 'stale'))]), 'all');
  });

  test('groups by folder: a repository is together, the stale are counted and come first', () => {
    const model = modelOf(lockAt('/ws/app/.git/index.lock', 'held'), lockAt('/ws/app/.git/refs/heads/main.lock', 'stale'), lockAt('/ws/lib/a.lock', 'held'));
    arranged(model, { grouping: 'folder' });
    assert.deepEqual(top(model), ['folder:/ws/app', 'folder:/ws/lib']);
    assert.deepEqual(inGroup(model, 'folder:/ws/app'), ['/ws/app/.git/refs/heads/main.lock', '/ws/app/.git/index.lock']);
    assert.deepEqual(model.count(groupNamed(model, 'folder:/ws/app')), { locks: 2, stale: 1 });
  });

  test('a lock that becomes stale in its folder moves up there', () => {
    const model = modelOf(lockAt('/ws/a.lock', 'held'), lockAt('/ws/b.lock', 'held'));
    arranged(model, { grouping: 'folder' });
    assert.deepEqual(names(model.apply([changed(lockAt('/ws/b.lock', 'stale'))])), ['folder:/ws']);
    assert.deepEqual(inGroup(model, 'folder:/ws'), ['/ws/b.lock', '/ws/a.lock']);
  });

  test('groups by holder: the unnamed last, a number used again apart', () => {
    const holder = (startMark: string) => aHolder({ pid: 7, host: 'here', command: 'node a', startMark });
    const locks = ['1', '1', '2'].map((mark, i) => aLock('held', { path: `/ws/${i}.lock`, holder: holder(mark) }));
    const model = modelOf(lockAt('/ws/nobody.lock', 'suspect'), ...locks);
    arranged(model, { grouping: 'holder' });
    assert.deepEqual(model.top().map((node) => (node.type === 'group' ? model.count(node).locks : 0)), [2, 1, 1]);
    assert.equal(top(model).at(-1), 'holder:');
  });

  test('the filter chooses, and counts what it leaves', () => {
    const model = modelOf(lockAt('/ws/npm/a.lock', 'held'), lockAt('/ws/b.lock', 'stale'), lockAt('/ws/c.lock', 'held'));
    arranged(model, { filter: new Filter('npm') });
    assert.deepEqual(top(model), ['state:held']);
    assert.deepEqual(model.counts, { matching: 1, total: 3 });
    model.apply([appeared(lockAt('/ws/npm/d.lock', 'held')), released(lockAt('/ws/c.lock', 'held'))]);
    assert.deepEqual(model.counts, { matching: 2, total: 3 });
    assert.deepEqual(inGroup(model, 'state:held'), ['/ws/npm/a.lock', '/ws/npm/d.lock']);
  });

  test('a lock can come to pass the filter, or cease to', () => {
    const model = modelOf(lockAt('/ws/a.lock', 'held'));
    arranged(model, { filter: new Filter('ada') });
    model.apply([changed(aLock('held', { path: '/ws/a.lock', holder: aHolder({ user: 'ada' }) }))]);
    assert.deepEqual(model.counts, { matching: 1, total: 1 });
    model.apply([changed(lockAt('/ws/a.lock', 'held'))]);
    assert.deepEqual(model.counts, { matching: 0, total: 1 });
  });
});

suite('A tree of very many locks', () => {
  const many = (count: number): Lock[] => Array.from({ length: count }, (_, i) => lockAt(`/ws/${count - i}.lock`, 'held'));

  test('a group shows the first 500, and how many more there are', () => {
    const model = modelOf(...many(10_000));
    const shown = inGroup(model, 'state:held');
    assert.equal(shown.length, 501);
    assert.deepEqual([shown[0], shown[499], shown[500]], ['/ws/1.lock', '/ws/500.lock', '9500 more']);
    assert.deepEqual(model.count(groupNamed(model, 'state:held')), { locks: 10_000, stale: 0 });
  });

  test('so does the view with its groups', () => {
    const model = modelOf(...Array.from({ length: 600 }, (_, i) => lockAt(`/ws/${i}/a.lock`, 'held')));
    arranged(model, { grouping: 'folder' });
    assert.equal(model.top().length, 501);
    assert.equal(top(model).at(-1), '100 more');
  });

  test('another arrangement takes in 250 locks at a time, and what changes meanwhile', () => {
    const model = modelOf(...many(2000));
    model.arrange({ ...byState, grouping: 'folder' });
    let steps = 0;
    while (!model.arrangeSome()) {
      steps++;
      assert.ok(top(model).includes('state:held'), 'the old arrangement is shown until the new one is complete');
      if (steps === 1) model.apply([released(lockAt('/ws/2000.lock', 'held')), released(lockAt('/ws/1.lock', 'held')), appeared(lockAt('/ws/new.lock', 'stale')), changed(lockAt('/ws/1999.lock', 'stale'))]);
      if (steps === 1) arrangementIsWhole(model, 1999);
    }
    assert.equal(steps, 8);
    arrangementIsWhole(model, 1999);
    assert.deepEqual(inGroup(model, 'folder:/ws').slice(0, 3), ['/ws/1999.lock', '/ws/new.lock', '/ws/2.lock']);
  });

  function arrangementIsWhole(model: LocksModel, count: number): void {
    assert.deepEqual(model.counts, { matching: count, total: count });
  }

  test('a change reads the locks that changed, and no other', () => {
    let reads = 0;
    const watched = (lock: Lock): Lock => new Proxy(lock, { get: (target, key) => (reads++, Reflect.get(target, key)) });
    const model = modelOf(...many(5000).map(watched));
    reads = 0;
    model.apply([appeared(lockAt('/ws/new.lock', 'held')), changed(lockAt('/ws/7.lock', 'stale')), released(lockAt('/ws/8.lock', 'held'))]);
    assert.equal(reads, 0);
  });
});

suite('Below a lock', () => {
  const keysOf = (lock: Lock): string[] => {
    const model = modelOf(lock);
    return model.below(nodeAt(model, lock.path)).map(nameOf);
  };

  test('holder, kernel locks, waiters, evidence, ways, file', () => {
    const holder = aHolder({ pid: 1 });
    const evidence = [{ code: 'a', supports: 'stale', message: text('one') }, { code: 'b', supports: 'neutral', message: text('two') }] as const;
    const kernelLock = { by: 'flock', mode: 'write', start: 0, end: null, holders: [holder], waiters: [] } as const;
    const lock = aLock('stale', { holder, waiters: [holder], kernelLocks: [kernelLock], ways: [{ argv: ['hg'], cwd: '/ws', does: text('Helps.') }], verdict: { state: 'stale', evidence } });
    assert.deepEqual(keysOf(lock), ['holder', 'kernelLock0', 'waiter0', 'evidence0', 'evidence1', 'way0', 'file']);
  });

  test('no more than 20 kernel locks and waiters', () => {
    const waiters = Array.from({ length: 100 }, (_, i) => aHolder({ pid: i }));
    assert.equal(keysOf(aLock('held', { waiters })).filter((key) => key.startsWith('waiter')).length, 20);
  });
});
