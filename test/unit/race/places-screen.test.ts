// Replay Race Schedule...: a run that somebody else found, on the screen.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LabAtOnce } from './screen-lab.ts';
import { ScreenWorld } from './screen-world.ts';

const variant = { file: null, scenario: 'two-increments', variant: 'plain' };

async function schedule(): Promise<string> {
  const finding = await new LabAtOnce().explore(variant, null, () => undefined, new AbortController().signal);
  return finding.failure?.schedule ?? assert.fail('no failure');
}

suite('A schedule on the screen', () => {
  for (const when of ['before', 'after'] as const) {
    test(`${when} the scenarios are listed, it is shown from its start and nothing is explored`, async () => {
      const world = new ScreenWorld();
      const message = { is: 'choose', variant, schedule: await schedule() } as const;
      if (when === 'before') world.send(message);
      await world.start();
      if (when === 'after') world.send(message);
      await world.settled(1000);
      const [side, ...more] = world.store.sides;
      assert.ok(side !== undefined && more.length === 0);
      assert.deepEqual([side.trace?.schedule, side.at, side.trace?.problem?.after], [message.schedule, 0, 4]);
      assert.ok(world.sent.every(({ is }) => is !== 'explore'));
    });
  }

  test('one of a scenario that has changed says so', async () => {
    const world = await new ScreenWorld().start();
    world.send({ is: 'choose', variant, schedule: (await schedule()).replace(/@.{8}/, '@00000000') });
    await world.settled(1000);
    assert.match(world.store.sides[0]?.trouble?.message ?? '', /has changed/);
  });
});
