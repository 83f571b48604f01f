import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { apiOf } from '../../src/api.ts';
import { Emitter } from '../../src/base/emitter.ts';
import type { Lock } from '../../src/locks/lock.ts';
import type { LockChange, TimedLockChange } from '../../src/watch/inventory.ts';
import { aHolder, aLock } from './views/a-lock.ts';

function stage(...locks: readonly Lock[]) {
  const changes = new Emitter<readonly TimedLockChange[]>();
  const inspect = (place: string): Promise<Lock | null> => Promise.resolve(locks.find(({ path }) => path === place) ?? null);
  const inventory = { locks, onDidChange: changes.event, refresh: () => Promise.resolve(), inspect };
  return { api: apiOf(inventory, (lock) => `# ${lock.path}`), changes };
}

const lock = (): Lock => aLock('held', { path: '/a', holder: aHolder({ pid: 1, parents: [{ pid: 2, program: 'zsh' }] }) });

suite('The API', () => {
  test('says its version', () => assert.equal(stage().api.version, 1));

  test('hands out nothing that could be changed', () => {
    const { api } = stage(lock());
    const [first] = api.locks();
    assert.throws(() => Reflect.apply(Array.prototype.push, api.locks(), [lock()]), TypeError);
    for (const part of [api, first, first?.verdict, first?.verdict.evidence, first?.holder, first?.holder?.parents, first?.holder?.parents[0], first?.identity]) assert.ok(Object.isFrozen(part));
  });

  test('tells of changes, frozen too, until it is told to stop', () => {
    const { api, changes } = stage();
    const heard: (readonly LockChange[])[] = [];
    const subscription = api.onDidChange((change) => heard.push(change));
    changes.fire([{ type: 'appeared', lock: lock(), at: 0, timing: 'seen' }]);
    subscription.dispose();
    changes.fire([{ type: 'released', lock: lock(), at: 0, timing: 'seen' }]);
    assert.equal(heard.length, 1);
    assert.ok(Object.isFrozen(heard[0]?.[0]?.lock.holder));
  });

  test('a listener that throws disturbs nobody', (t) => {
    const log = t.mock.method(console, 'error', () => undefined);
    const { api, changes } = stage();
    let heard = 0;
    api.onDidChange(() => {
      throw new Error('mine');
    });
    api.onDidChange(() => heard++);
    changes.fire([]);
    assert.equal(heard, 1);
    assert.equal(log.mock.callCount(), 1);
  });

  test('inspects and explains', async () => {
    const { api } = stage(lock());
    assert.equal((await api.inspect('/a'))?.path, '/a');
    assert.equal(await api.explain('/a'), '# /a');
    assert.equal(await api.inspect('/b'), null);
    assert.equal(await api.explain('/b'), null);
  });
});
