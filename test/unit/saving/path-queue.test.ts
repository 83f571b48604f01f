import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { PathQueue } from '../../../src/saving/path-queue.ts';
import { realTarget } from '../../../src/saving/real-target.ts';
import { sceneFor } from './write/scene.ts';

describe('a queue per path', () => {
  test('acts on one file one after the other, in the order of the calls, whatever it is called by', async (t) => {
    const { at } = sceneFor(t);
    symlinkSync('a', at('link'));
    const queue = new PathQueue();
    const told: string[] = [];
    const act = (name: string) => async (real: string): Promise<void> => {
      told.push(`${name} begins`);
      await new Promise(setImmediate);
      assert.equal(real, at('a'));
      told.push(`${name} ends`);
    };
    await Promise.all([queue.run(at('a'), act('1')), queue.run(at('link'), act('2')), queue.run(at('./a'), act('3'))]);
    assert.deepEqual(told, ['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
    assert.equal(queue.size, 0);
  });

  test('acts on different files do not wait for each other', async (t) => {
    const { at } = sceneFor(t);
    const queue = new PathQueue();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = queue.run(at('a'), () => promise);
    assert.equal(await queue.run(at('b'), () => 'done'), 'done');
    assert.equal(queue.size, 1);
    resolve();
    await first;
  });

  test('an error is its own: the next one runs, and nothing stays', async (t) => {
    const { at } = sceneFor(t);
    const queue = new PathQueue();
    const failing = queue.run(at('a'), () => {
      throw new Error('its own');
    });
    const next = queue.run(at('a'), () => 'done');
    await assert.rejects(failing, /its own/);
    assert.equal(await next, 'done');
    assert.equal(queue.size, 0);
    await assert.rejects(queue.run(at('none/a'), () => 'done'), { code: 'ENOENT' });
    assert.equal(queue.size, 0);
  });
});

describe('where a path leads', () => {
  test('through links, also where nothing is at their end', (t) => {
    const { at } = sceneFor(t);
    mkdirSync(at('f/g'), { recursive: true });
    writeFileSync(at('f/g/a'), '');
    symlinkSync('f', at('l'));
    symlinkSync('../l/g/none', at('f/dangling'));
    assert.equal(realTarget(at('l/g/../g/a')), at('f/g/a'));
    assert.equal(realTarget(at('l/dangling')), at('f/g/none'));
    assert.equal(realTarget(at('l/new')), at('f/new'));
  });

  test('not in a circle', (t) => {
    const { at } = sceneFor(t);
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    symlinkSync('self', at('self'));
    for (const name of ['a', 'self', 'self/x']) assert.throws(() => realTarget(at(name)), { code: 'ELOOP' });
  });
});
