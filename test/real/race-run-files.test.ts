// Real runs of every strategy on files and in shared memory, short ones: the broken break as they are said to, the others hold, under kills where they say so.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { noFaults, plainRequest, type Faults, type Length, type RunRequest } from '../../src/race/real/request.ts';
import type { BreachKind, RunResult } from '../../src/race/real/result.ts';
import { atomicAppend } from '../../src/race/real/scenarios/atomic-append/index.ts';
import { atomicWrite } from '../../src/race/real/scenarios/atomic-write/index.ts';
import { logRotation } from '../../src/race/real/scenarios/log-rotation/index.ts';
import { producerConsumer } from '../../src/race/real/scenarios/producer-consumer/index.ts';
import { readWrite } from '../../src/race/real/scenarios/read-write/index.ts';
import { semaphore } from '../../src/race/real/scenarios/semaphore/index.ts';
import { sharedMemory } from '../../src/race/real/scenarios/shared-memory/index.ts';
import { staleBreakers } from '../../src/race/real/scenarios/stale-breakers/index.ts';
import { twoLocks } from '../../src/race/real/scenarios/two-locks/index.ts';
import { TestLab } from './race/lab.ts';

// Some hundred processes are started, of which compiling is half the cost.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, '../../.cache/compiled');

const scenarios = [sharedMemory, staleBreakers, atomicWrite, atomicAppend, logRotation, producerConsumer, semaphore, readWrite, twoLocks];

/** How the broken ones break. */
const breaks: Readonly<Record<string, BreachKind>> = {
  'load-add-store': 'lost-update',
  'unlink-by-name': 'two-inside',
  'mkdir-and-age': 'two-inside',
  'truncate-and-write': 'torn',
  'one-temporary-name': 'torn',
  'two-writes': 'torn',
  'without-o-append': 'lost-update',
  'size-check-outside': 'lost-update',
  'list-read-unlink': 'doubled',
  'count-then-take': 'two-inside',
  'in-memory': 'torn',
  'opposite-orders': 'stuck',
  'opposite-orders-kernel': 'stuck',
  'opposite-orders-file-lock': 'stuck',
};

/** Nobody is said to be stuck before a second has gone by. */
const stuckAfter = 1.3;

/** So few that each run is over in less than a second. */
const aFew = 60;
const few: Length = { is: 'operations', operations: aFew };

function request(scenario: string, strategy: string, length: Length, faults: Partial<Faults> = {}): RunRequest {
  // One more than have a place.
  const actors = scenario === semaphore.name ? 4 : 3;
  return { ...plainRequest(scenario, strategy, actors, length), faults: { ...noFaults, ...faults } };
}

/** Runs, and looks that the folder is gone; processes are looked for when all are through. */
async function run(asked: RunRequest): Promise<RunResult> {
  const here = new TestLab();
  const result = await here.run(asked);
  assert.ok(!here.left().includes(here.folder ?? ''), 'the folder is left');
  return result;
}

/** Chance decides in which run of less than a second two meet: a machine with much else to do may need another one. */
async function untilBroken(asked: RunRequest, kind: BreachKind): Promise<RunResult> {
  for (let tries = 1; ; tries++) {
    const result = await run({ ...asked, seed: tries });
    if (kindsOf(result).includes(kind)) return result;
    assert.ok(tries < 3, say(result));
  }
}

const kindsOf = ({ breaches }: RunResult): readonly BreachKind[] => breaches.map(({ kind }) => kind);
const say = ({ breaches, operations, killed }: RunResult): string => JSON.stringify({ operations, killed, breaches });

for (const { name, strategies } of scenarios) {
  describe(`real runs of ${name}`, { concurrency: 2 }, () => {
    for (const strategy of strategies) {
      const survivesKills = strategy.survives.includes('kill');
      if (strategy.claims === 'broken') {
        it(`${strategy.name} breaks the promise`, async () => {
          const kind = breaks[strategy.name] ?? 'stuck';
          const result = await untilBroken(request(name, strategy.name, { is: 'seconds', seconds: kind === 'stuck' ? stuckAfter : 0.5 }), kind);
          assert.deepEqual([result.kept, result.asClaimed], [false, true], say(result));
        });
      } else {
        it(`${strategy.name} keeps it${survivesKills ? ', under kills' : ''}`, async () => {
          const result = await run(request(name, strategy.name, few, survivesKills ? { kill: 0.05 } : {}));
          assert.deepEqual([result.operations, result.violations, result.kept, result.asClaimed], [aFew, 0, true, true], say(result));
          if (survivesKills) assert.ok(result.killed > 0, say(result));
        });
      }
    }
  });
}

describe('real runs under what a strategy does not survive', { concurrency: 2 }, () => {
  it('half a line of a killed writer spoils the next', async () => {
    const result = await run(request('atomic-append', 'two-writes-under-file-lock', few, { kill: 0.15 }));
    assert.deepEqual(kindsOf(result), ['torn'], say(result));
    assert.match(result.breaches[0]?.explanation ?? '', /of the log (is|are) not as anybody wrote (it|them): "<\d/);
  });

  it('a file is left half-written by a killed writer, whatever it holds', async () => {
    const result = await run(request('atomic-write', 'write-file-under-file-lock', few, { kill: 0.3 }));
    assert.ok(kindsOf(result).includes('torn'), say(result));
  });

  it('a job that was claimed by a killed consumer is lost', async () => {
    assert.deepEqual(kindsOf(await run(request('producer-consumer', 'rename-to-claim', few, { kill: 0.15 }))), ['lost-update']);
  });

  it('a job is handled twice where its consumer stands still for longer than its lease', async () => {
    const result = await run({ ...request('producer-consumer', 'claim-with-lease', { is: 'seconds', seconds: 1.5 }, { pause: { share: 0.1, ms: 400 } }), leaseMs: 100 });
    assert.ok(kindsOf(result).includes('doubled'), say(result));
  });

  it('the permits of killed holders are gone for ever where they are lock files', async () => {
    const result = await run(request('semaphore', 'n-lock-files', { is: 'seconds', seconds: 1.5 }, { kill: 1 }));
    assert.deepEqual([kindsOf(result), result.operations], [['stuck'], 0], say(result));
  });
});

describe('real runs that are cancelled', () => {
  for (const [scenario, strategy] of [['two-locks', 'opposite-orders-kernel'], ['shared-memory', 'spin-lock'], ['semaphore', 'semaphore'], ['atomic-append', 'append-lines-durable']] as const) {
    it(`leave nothing of ${strategy}`, async () => {
      const here = new TestLab();
      const stop = new AbortController();
      const isRunning = (): void => void setTimeout(() => stop.abort(new Error('enough')), 100);
      await assert.rejects(here.run(request(scenario, strategy, { is: 'seconds', seconds: 60 }), stop.signal, isRunning), /^Error: enough$/);
      assert.deepEqual(here.left(), []);
    });
  }
});

describe('the broken ones', () => {
  it('are all known to the test', () => {
    const broken = scenarios.flatMap(({ strategies }) => strategies).filter(({ claims }) => claims === 'broken').map(({ name }) => name);
    assert.deepEqual(broken.toSorted(), Object.keys(breaks).toSorted());
  });
});

after(() => assert.deepEqual(new TestLab().left(), []));
