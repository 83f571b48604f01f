import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { text } from '../../../../src/base/text.ts';
import type { Lock, LockState } from '../../../../src/locks/lock.ts';
import { detailsOf, LocksModel, type Node, type Redraw } from '../../../../src/views/locks/model.ts';
import { aHolder, aLock } from '../a-lock.ts';

const byPath = (a: Lock, b: Lock): number => a.path.localeCompare(b.path);
const appeared = (lock: Lock) => ({ type: 'appeared', lock }) as const;
const changed = (lock: Lock) => ({ type: 'changed', lock }) as const;
const released = (lock: Lock) => ({ type: 'released', lock }) as const;
const lockAt = (path: string, state: LockState): Lock => aLock(state, { path });

function modelOf(...locks: Lock[]): LocksModel {
  const model = new LocksModel(byPath, false);
  model.apply(locks.map(appeared));
  return model;
}

function names(redraw: Redraw): string | string[] {
  return redraw === 'all' ? redraw : redraw.map((node) => (node.type === 'group' ? node.state : node.type === 'lock' ? node.lock.path : node.key));
}

const paths = (nodes: readonly Node[]): string[] => nodes.flatMap((node) => (node.type === 'lock' ? [node.lock.path] : []));

suite('The tree of locks', () => {
  test('groups by state, the urgent first, sorted within', () => {
    const model = modelOf(lockAt('/b', 'held'), lockAt('/c', 'stale'), lockAt('/a', 'held'), lockAt('/d', 'unknown'));
    assert.deepEqual(names(model.groups()), ['stale', 'held', 'unknown']);
    assert.deepEqual(paths(model.locksIn('held')), ['/a', '/b']);
    assert.equal(model.count('held'), 2);
  });

  test('idle locks show only when they are asked for', () => {
    const model = modelOf(lockAt('/a', 'idle'));
    assert.deepEqual(model.groups(), []);
    model.showIdle = true;
    assert.deepEqual(names(model.groups()), ['idle']);
  });

  test('a new group draws all, a lock in a group that is there draws the group', () => {
    const model = modelOf(lockAt('/a', 'held'));
    assert.deepEqual(names(model.apply([appeared(lockAt('/b', 'held'))])), ['held']);
    assert.equal(model.apply([appeared(lockAt('/c', 'stale'))]), 'all');
    assert.deepEqual(names(model.apply([released(lockAt('/b', 'held'))])), ['held']);
    assert.equal(model.apply([released(lockAt('/c', 'stale'))]), 'all');
  });

  test('a lock that changes within its state is drawn alone and keeps its node', () => {
    const model = modelOf(lockAt('/a', 'held'), lockAt('/b', 'held'));
    const [node] = model.locksIn('held');
    assert.deepEqual(names(model.apply([changed(aLock('held', { path: '/a', acquiredAt: 5 }))])), ['/a']);
    assert.equal(model.locksIn('held')[0], node);
    assert.equal(node?.lock.acquiredAt, 5);
  });

  test('a lock that changes its state keeps its node and draws both groups', () => {
    const model = modelOf(lockAt('/a', 'held'), lockAt('/b', 'held'), lockAt('/c', 'stale'));
    const [node] = model.locksIn('held');
    assert.deepEqual(names(model.apply([changed(lockAt('/a', 'stale'))])), ['stale', 'held']);
    assert.equal(model.locksIn('stale')[0], node);
    assert.ok(node);
    assert.deepEqual(model.parentOf(node), { type: 'group', state: 'stale' });
  });

  test('releasing what is not there changes nothing', () => {
    assert.deepEqual(modelOf(lockAt('/a', 'held')).apply([released(lockAt('/b', 'held'))]), []);
  });

  test('one group can take the place of another', () => {
    assert.equal(modelOf(lockAt('/a', 'held')).apply([changed(lockAt('/a', 'stale'))]), 'all');
  });

  test('a thousand locks come and go in little time', () => {
    const model = new LocksModel(byPath, false);
    const locks = Array.from({ length: 1000 }, (_, i) => lockAt(`/l${i}`, 'held'));
    const start = performance.now();
    for (const lock of locks) model.apply([appeared(lock)]);
    assert.equal(model.locksIn('held').length, 1000);
    for (const lock of locks) model.apply([released(lock)]);
    assert.equal(model.locksIn('held').length, 0);
    assert.ok(performance.now() - start < 1000);
  });

  test('below a lock: holder, waiters, evidence, file', () => {
    const holder = aHolder({ pid: 1 });
    const evidence = [{ code: 'a', supports: 'stale', message: text('one') }, { code: 'b', supports: 'neutral', message: text('two') }] as const;
    const [node] = modelOf(aLock('stale', { holder, waiters: [holder], verdict: { state: 'stale', evidence } })).locksIn('stale');
    assert.ok(node);
    const details = detailsOf(node);
    assert.deepEqual(details.map(({ key }) => key), ['holder', 'waiter0', 'evidence0', 'evidence1', 'file']);
  });
});
