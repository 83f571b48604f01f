import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { actionOf } from '../../../media/race/key-actions.ts';
import type { SideModel } from '../../../media/race/side-model.ts';
import { positionWords } from '../../../media/race/step-words.ts';
import { endOf } from '../../../media/race/run-end.ts';
import { ScreenWorld } from './screen-world.ts';

async function opened(variant = 'plain'): Promise<{ readonly world: ScreenWorld; readonly side: SideModel }> {
  const world = await new ScreenWorld().start();
  world.send({ is: 'choose', variant: { file: null, scenario: 'two-increments', variant } });
  await world.settled(1000);
  const [side] = world.store.sides;
  assert.ok(side !== undefined);
  return { world, side };
}

/** The number of the option by which that actor goes on. */
function optionOf({ options }: SideModel, actor: string): number {
  const at = options?.findIndex((option) => option.actor === actor) ?? -1;
  assert.ok(at >= 0, `${actor} among ${JSON.stringify(options)}`);
  return at;
}

suite('One variant on the screen', () => {
  test('is explored, and the run that fails is shown from its start', async () => {
    const { side } = await opened();
    assert.equal(side.finding?.verdict, 'FAILED');
    assert.equal(side.trace, side.failure);
    assert.deepEqual([side.at, side.length, side.isOwn], [0, 4, false]);
  });

  test('is stepped through by keys, and says what each step did', async () => {
    const { side, world } = await opened();
    actionOf('ArrowRight')?.(side);
    actionOf('ArrowDown')?.(side);
    assert.equal(side.at, 2);
    actionOf('ArrowLeft')?.(side);
    assert.equal(side.at, 1);
    actionOf('f')?.(side);
    assert.equal(side.at, 4);
    assert.ok(side.trace !== null);
    assert.match(positionWords(side.trace, 4), /^Step 4 of 4: [AB]: number\.write\(11\).*Here the promise is broken\. .*the number is 11, not 12/i);
    actionOf('Home')?.(side);
    actionOf(' ')?.(side);
    assert.ok(side.isPlaying);
    await world.settled(700 * 4);
    assert.deepEqual([side.at, side.isPlaying], [4, false]);
  });

  test('offers who can go on where one stands, and marks what the run does', async () => {
    const { side, world } = await opened();
    side.go(1);
    await world.settled(1000);
    assert.deepEqual(side.options?.map(({ actor }) => actor), ['A', 'B']);
    assert.equal(side.options?.filter((option) => side.isShownNext(option)).length, 1);
  });

  test('another actor chosen replaces the rest; the promise then held; and one gets back', async () => {
    const { side, world } = await opened();
    const first = side.trace?.steps[0]?.actor ?? '';
    const other = first === 'A' ? 'B' : 'A';
    side.go(1);
    await world.settled(1000);
    side.pick(optionOf(side, first));
    await world.settled(1000);
    assert.ok(side.isOwn);
    assert.deepEqual([side.at, side.length], [2, 2]);
    for (const actor of [other, other]) {
      side.pick(optionOf(side, actor));
      await world.settled(1000);
    }
    assert.ok(side.trace !== null);
    assert.deepEqual(side.options, []);
    assert.deepEqual(endOf(side.trace, side.isOwn, side.isFailureAwaited), { is: 'kept', text: 'You did not break it: the promise held.' });
    side.toFailure();
    assert.deepEqual([side.isOwn, side.at], [false, 4]);
  });

  test('who chooses the steps that fail has broken it', async () => {
    const { side, world } = await opened();
    const failing = side.trace?.steps.map(({ actor }) => actor ?? '') ?? [];
    const swapped = failing.map((actor) => (actor === 'A' ? 'B' : 'A'));
    for (const actor of swapped) {
      await world.settled(1000);
      side.pick(optionOf(side, actor));
      await world.settled(1000);
    }
    assert.ok(side.isOwn && side.trace !== null);
    assert.match(endOf(side.trace, true, false).text, /^You broke it: /);
  });

  test('what is chosen as the run has it goes on in the run', async () => {
    const { side, world } = await opened();
    await world.settled(1000);
    const { trace } = side;
    side.pick(side.options?.findIndex((option) => side.isShownNext(option)) ?? -1);
    await world.settled(1000);
    assert.deepEqual([side.trace === trace, side.at], [true, 1]);
  });

  test('a proved variant starts without a step and can be tried', async () => {
    const { side, world } = await opened('locked');
    assert.equal(side.finding?.verdict, 'PROVED');
    assert.deepEqual([side.length, side.failure], [0, null]);
    side.pick(0);
    await world.settled(1000);
    assert.deepEqual(side.options?.map(({ actor }) => actor), ['A']);
    assert.deepEqual(side.snapshot?.actors.map(({ standing }) => standing), ['ready', 'waits']);
  });

  test('an exploration that is cancelled proves nothing', async () => {
    const { side, world } = await opened();
    side.explore();
    side.cancel();
    await world.settled(1000);
    assert.equal(side.exploration.is, 'cancelled');
    assert.ok(world.sent.some(({ is }) => is === 'cancel'));
  });

  test('what is wrong with a scenario takes the place of a verdict', async () => {
    const { side, world } = await opened();
    side.choose({ file: null, scenario: 'two-increments', variant: 'gone' });
    await world.settled(1000);
    assert.match(side.trouble?.message ?? '', /has no variant gone/);
    assert.equal(side.exploration.is, 'idle');
  });
});

suite('The page of the race lab', () => {
  test('comes back as it was, without exploring again', async () => {
    const { side, world } = await opened();
    side.go(3);
    world.store.compare(true);
    await world.settled(1000);
    const again = await new ScreenWorld(structuredClone(world.saved)).start();
    await again.settled(1000);
    const [first, second] = again.store.sides;
    assert.deepEqual([first?.at, first?.finding?.verdict, first?.isOwn, second?.variant?.variant, second?.finding?.verdict], [3, 'FAILED', false, 'locked', 'PROVED']);
    assert.ok(!again.sent.some(({ is }) => is === 'explore'));
  });

  test('what was being explored is explored anew', async () => {
    const { side, world } = await opened();
    side.explore();
    world.store.keep();
    const kept = structuredClone(world.saved);
    await world.settled(1000);
    const again = await new ScreenWorld(kept).start();
    await again.settled(1000);
    assert.equal(again.store.sides[0]?.finding?.verdict, 'FAILED');
  });

  test('begins with the list when what was kept is none of ours', async () => {
    for (const kept of [null, 3, { sides: 'x' }, { file: null, scenario: 'gone', sides: [], showsArrows: true }]) {
      const world = await new ScreenWorld(kept).start();
      assert.equal(world.store.scenario, null);
      assert.deepEqual(world.store.scenarios.map(({ name }) => name), ['two-increments']);
    }
  });

  test('compares the broken variant with a repaired one, and goes back to one', async () => {
    const { world } = await opened();
    world.store.compare(true);
    assert.deepEqual(world.store.sides.map(({ variant }) => variant?.variant), ['plain', 'locked']);
    world.store.compare(false);
    assert.equal(world.store.sides.length, 1);
    world.store.leave();
    assert.deepEqual([world.store.sides.length, world.store.scenario], [0, null]);
  });

  test('a wish that comes before the list is fulfilled when it is there', async () => {
    const world = new ScreenWorld();
    world.send({ is: 'choose', variant: { file: null, scenario: 'two-increments', variant: 'locked' } });
    await world.start();
    await world.settled(1000);
    assert.equal(world.store.sides[0]?.finding?.verdict, 'PROVED');
  });

  test('the source of a file is read anew when it is explored anew', async () => {
    const world = await new ScreenWorld().start();
    world.send({ is: 'choose', variant: { file: '/x.race.ts', scenario: 'two-increments', variant: 'plain' } });
    await world.settled(1000);
    const asked = (): number => world.sent.filter(({ is }) => is === 'source').length;
    for (let times = 0; times < 2; times += 1) world.store.source('/x.race.ts');
    assert.equal(asked(), 1);
    world.store.sides[0]?.explore();
    world.store.source('/x.race.ts');
    assert.equal(asked(), 2);
  });

  test('a file that is no scenario says so', async () => {
    const { world } = await opened();
    world.send({ is: 'choose', variant: { file: '/x.race.ts', scenario: 'a', variant: 'b' } });
    const asked = world.sent.findLast(({ is }) => is === 'catalog');
    assert.ok(asked !== undefined && 'request' in asked);
    world.send({ is: 'refused', request: asked.request, message: 'It defines none.', place: { file: '/x.race.ts', line: 3, column: 1 } });
    assert.deepEqual([world.store.trouble?.message, world.store.scenario, world.store.sides.length], ['It defines none.', null, 0]);
  });
});
