import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChangeQueue } from '../../../src/watch/change-queue.ts';
import { Delivery } from '../../../src/watch/delivery.ts';
import type { LockChange, TimedLockChange } from '../../../src/watch/inventory.ts';
import { aLock } from '../views/a-lock.ts';

const change = (type: LockChange['type'], at: string): TimedLockChange => ({ type, lock: aLock('held', { path: at }), at: 0, timing: 'seen' });
const told = (changes: readonly LockChange[]): string[] => changes.map(({ type, lock }) => `${type} ${lock.path}`);

describe('changes on their way', () => {
  test('are told one by one while few wait, also of a lock that came and went', () => {
    const queue = new ChangeQueue();
    queue.push([change('appeared', '/a'), change('released', '/a'), change('appeared', '/a')]);
    assert.deepEqual(told(queue.take(10)), ['appeared /a', 'released /a', 'appeared /a']);
    assert.equal(queue.length, 0);
  });

  test('in a flood keep only what is needed to be up to date', () => {
    const queue = new ChangeQueue();
    queue.push([change('released', '/known'), change('appeared', '/known'), change('appeared', '/new'), change('changed', '/new'), change('changed', '/other'), change('released', '/other')]);
    for (let i = 0; i < 5000; i++) queue.push([change('appeared', `/quick-${i}`), change('released', `/quick-${i}`)]);
    assert.ok(queue.length < 2000);
    assert.deepEqual(told(queue.take(3)), ['changed /known', 'appeared /new', 'released /other']);
    assert.ok(told(queue.take(5000)).every((each) => each.includes('/quick-')));
  });
});

describe('delivery', () => {
  test('sends a portion, and the next when the one before has been dealt with', async () => {
    const sent: number[] = [];
    const delivery = new Delivery((changes) => sent.push(changes.length));
    delivery.push(Array.from({ length: 1200 }, (_, i) => change('appeared', `/${i}`)));
    assert.deepEqual(sent, [500]);
    let isDelivered = false;
    const delivered = delivery.whenDelivered().then(() => (isDelivered = true));
    delivery.next();
    assert.deepEqual(sent, [500, 500]);
    delivery.next();
    assert.deepEqual(sent, [500, 500, 200]);
    await Promise.resolve();
    assert.equal(isDelivered, false);
    delivery.next();
    await delivered;
    assert.deepEqual(sent, [500, 500, 200]);
  });

  test('does not let who waits wait for what is pushed later', async () => {
    const delivery = new Delivery(() => undefined);
    delivery.push([change('appeared', '/a')]);
    const delivered = delivery.whenDelivered();
    delivery.push(Array.from({ length: 1200 }, (_, i) => change('appeared', `/${i}`)));
    delivery.next();
    await delivered;
  });

  test('with nothing under way has delivered', () => new Delivery(() => undefined).whenDelivered());
});

describe('delivery in a flood', () => {
  test('tells what stays, and not what came and went within a pause', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let now = 0;
    t.mock.method(performance, 'now', () => now);
    const sent: string[][] = [];
    const delivery = new Delivery((changes) => sent.push(told(changes)));
    delivery.push(Array.from({ length: 300 }, (_, i) => [change('appeared', `/${i}`), change('released', `/${i}`)]).flat());
    delivery.next();
    delivery.next();
    assert.deepEqual(sent.splice(0).map(({ length }) => length), [500, 100], 'all is told at first');
    now = 1100;
    delivery.push([change('appeared', '/stays'), change('appeared', '/quick')]);
    delivery.push([change('released', '/quick')]);
    assert.deepEqual(sent, [], 'nothing is told within the pause');
    t.mock.timers.tick(250);
    assert.deepEqual(sent, [['appeared /stays']]);
    const delivered = delivery.whenDelivered();
    delivery.next();
    await delivered;
  });
});
