import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { nothingSaved, savedFrom, type SavedPage } from '../../../../media/race-runs/saved.ts';
import { Store } from '../../../../media/race-runs/store.ts';
import { readRunsToHost } from '../../../../src/protocol/race-runs-to-host.ts';
import { readRunsToPage } from '../../../../src/protocol/race-runs-to-page.ts';
import { runsWords } from '../../../../src/protocol/race-runs-words.ts';
import type { ComparisonState, Earlier, PlannedRun, RunsToHost, RunsToPage, Standing } from '../../../../src/protocol/race-runs.ts';
import { noServers, plainRequest } from '../../../../src/race/real/request.ts';
import { catalogWith, resultOf, strategy } from './page-fixtures.ts';

const { servers: _, ...run } = plainRequest('counter', 'none', 2, { is: 'seconds', seconds: 1 });
const comparison: ComparisonState = { id: 'c1', startedAt: '2026-11-26T09:00:00.000Z', runs: [{ request: run, standing: { is: 'waiting' } }], isRunning: true, leftMs: null, kept: null };
const earlier = (id: string): Earlier => ({ id, at: '2026-11-25T09:00:00.000Z', scenarios: ['counter'], strategies: ['none'], actors: [1], runs: 1 });
const done: Standing = { is: 'done', result: resultOf('none', 2) };

class World {
  readonly sent: RunsToHost[] = [];
  saved: SavedPage = nothingSaved;
  readonly store: Store;

  constructor(saved: unknown = null, isStarted = true) {
    this.store = new Store(savedFrom(saved), {
      post: (message) => void this.sent.push(readRunsToHost(structuredClone(message))),
      keep: (kept) => {
        this.saved = kept;
      },
    });
    if (isStarted) this.start();
  }

  start(): void {
    this.send({ is: 'start', words: runsWords, language: 'en' });
  }

  send(...messages: readonly RunsToPage[]): this {
    for (const message of messages) this.store.take(readRunsToPage(structuredClone(message)));
    return this;
  }

  get asked(): readonly string[] {
    return this.sent.map((message) => ('id' in message ? `${message.is} ${message.id}` : message.is));
  }
}

const catalog: RunsToPage = { is: 'catalog', catalog: catalogWith([strategy('none'), strategy('flock')]) };

suite('The page of the measured runs', () => {
  test('starts what is chosen, once; not while something runs', () => {
    const { store, sent } = new World().send(catalog);
    store.chooseAll(['none']);
    store.editField('actors', '3');
    store.measure();
    const [message] = sent;
    assert.ok(message?.is === 'measure');
    assert.deepEqual(message.runs.map(({ strategy: name, actors }) => [name, actors]), [['none', 3]]);
    store.take({ is: 'comparison', comparison });
    store.measure();
    assert.equal(sent.length, 1);
    store.take({ is: 'over', id: 'c1' });
    store.measure();
    assert.equal(sent.length, 2);
  });

  test('measures for whoever has no wish of their own what is there of the first choice, whatever was typed before', () => {
    const world = new World().send(catalog);
    world.store.editField('actors', 'x');
    world.store.measureFirst();
    const [message] = world.sent;
    assert.ok(message?.is === 'measure');
    assert.deepEqual(message.runs.map(({ strategy: name, actors }) => `${name} ${actors}`), ['none 1', 'none 2', 'none 4', 'flock 1', 'flock 2', 'flock 4']);
  });

  test('shows the results of what runs as they come, and finds them again among the earlier ones', () => {
    const world = new World().send(catalog, { is: 'comparison', comparison });
    assert.deepEqual(world.store.results, []);
    world.send({ is: 'standing', id: 'other', at: 0, standing: done, leftMs: 0 });
    assert.deepEqual(world.store.results, []);
    world.send({ is: 'standing', id: 'c1', at: 0, standing: done, leftMs: 0 }, { is: 'over', id: 'c1' });
    assert.equal(world.store.results?.length, 1);
    assert.equal(world.store.shownId, 'c1');
    world.send({ is: 'earlier', list: [earlier('k1')] }, { is: 'kept', id: 'c1', kept: 'k1' });
    world.store.sort(null);
    assert.equal(world.saved.shown, 'k1');

    // The tab is hidden and shown again: the host still has it.
    const again = new World(world.saved).send({ is: 'comparison', comparison: { ...comparison, isRunning: false, kept: 'k1', runs: [{ request: run, standing: done }] } }, { is: 'earlier', list: [earlier('k1')] });
    assert.deepEqual([again.store.shown, again.store.results?.length, again.asked], [null, 1, []]);

    // The window is loaded anew: it is one of the earlier ones.
    const later = new World(world.saved).send({ is: 'comparison', comparison: null }, { is: 'earlier', list: [earlier('k1')] });
    assert.deepEqual([later.store.shown, later.store.results, later.asked], ['k1', null, ['load k1']]);
    later.send({ is: 'results', id: 'k1', results: [resultOf('none', 2)] });
    assert.equal(later.store.results?.length, 1);
  });

  test('asks for an earlier result once, and lets go of one that was removed', () => {
    const world = new World().send(catalog, { is: 'earlier', list: [earlier('k1'), earlier('k2')] });
    world.store.show('k1');
    world.store.compareWith('k2');
    for (let looks = 0; looks < 3; looks += 1) void [world.store.results, world.store.otherResults];
    assert.deepEqual(world.asked, ['load k1', 'load k2']);
    world.store.removeShown();
    assert.deepEqual(world.asked.at(-1), 'remove k1');
    world.send({ is: 'earlier', list: [earlier('k2')] });
    assert.deepEqual([world.store.shown, world.store.other], [null, 'k2']);
  });

  test('asks for nothing before its host has started, which would not answer', () => {
    const world = new World({ ...nothingSaved, shown: 'k1' }, false);
    void world.store.results;
    assert.deepEqual(world.asked, []);
    world.start();
    void world.store.results;
    assert.deepEqual(world.asked, ['load k1']);
  });

  test('lets go of an earlier result that cannot be read, and asks anew when it is chosen again', () => {
    const world = new World().send(catalog, { is: 'earlier', list: [earlier('k1')] });
    world.store.show('k1');
    void world.store.results;
    world.send({ is: 'trouble', message: 'It is cut short.' });
    assert.deepEqual([world.store.shown, world.store.trouble], [null, 'It is cut short.']);
    world.store.show('k1');
    void world.store.results;
    assert.deepEqual(world.asked, ['load k1', 'load k1']);
  });

  test('shows a new comparison, whatever was shown before', () => {
    const world = new World().send(catalog, { is: 'earlier', list: [earlier('k1')] });
    world.store.show('k1');
    world.send({ is: 'comparison', comparison });
    assert.equal(world.store.shown, null);
  });

  test('keeps what was typed and chosen; what was kept and is none of ours counts as nothing', () => {
    const world = new World().send(catalog);
    world.store.choose('flock', true);
    world.store.editField('kill', '0.');
    world.store.setLength('operations');
    const { store } = new World(structuredClone(world.saved)).send(catalog);
    assert.deepEqual([store.form.fields.kill, store.form.length, store.form.chosen['counter']], ['0.', 'operations', ['none', 'flock']]);
    for (const other of [7, 'x', {}, { ...world.saved, form: { ...world.saved.form, fields: {} } }]) assert.deepEqual(savedFrom(other), nothingSaved);
  });

  test('goes to the scenario that somebody wants measured', () => {
    const two = catalogWith([strategy('none')]).scenarios.concat(catalogWith([strategy('plain')]).scenarios.map((each) => ({ ...each, name: 'append' })));
    const world = new World().send({ is: 'catalog', catalog: { scenarios: two } }, { is: 'choose', scenario: 'append' });
    assert.equal(world.store.scenario?.name, 'append');
  });
});

suite('What the page of the measured runs tells its host', () => {
  const measure = (change: Partial<PlannedRun>): unknown => ({ is: 'measure', runs: [{ ...run, ...change }] });

  test('names no servers: they are left out', () => {
    const message = readRunsToHost({ is: 'measure', runs: [{ ...run, servers: { redis: ['redis://elsewhere'], postgresql: 'x' } }] });
    assert.ok(message.is === 'measure' && !('servers' in (message.runs[0] ?? {})));
    assert.deepEqual(noServers, { redis: [], postgresql: null });
  });

  test('is refused beyond the limits of a run, and where it is no message', () => {
    assert.equal(readRunsToHost(measure({})).is, 'measure');
    const wrong = [measure({ actors: 0 }), measure({ actors: 257 }), measure({ length: { is: 'seconds', seconds: 3601 } }), measure({ length: { is: 'operations', operations: 0 } }), measure({ leaseMs: 1 }), measure({ actors: Number.NaN }), { is: 'measure', runs: [] }, { is: 'measure', runs: Array.from({ length: 501 }, () => run) }, { is: 'load', id: 7 }, { is: 'load', id: 'x'.repeat(10_001) }, { is: 'other' }, null];
    for (const each of wrong) assert.throws(() => readRunsToHost(each), SyntaxError, JSON.stringify(each)?.slice(0, 80));
  });
});
