import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultLimits, type Explored } from '../../../../src/race/model/exploration.ts';
import { searchStates } from '../../../../src/race/model/explicit/search.ts';
import { Machine } from '../../../../src/race/model/machine/machine.ts';
import type { Scenario } from '../../../../src/race/model/scenario.ts';
import type { Problem } from '../../../../src/race/model/problem.ts';
import counterRace from '../../../../src/race/scenarios/counter-race.ts';
import lockFile from '../../../../src/race/scenarios/lock-file.ts';
import slowHolder from '../../../../src/race/scenarios/slow-holder.ts';
import staleLock from '../../../../src/race/scenarios/stale-lock.ts';
import atomicWrite from '../../../../src/race/scenarios/atomic-write.ts';
import durableWrite from '../../../../src/race/scenarios/durable-write.ts';
import atomicAppend from '../../../../src/race/scenarios/atomic-append.ts';

const mostStates = 200_000;

/** What each broken variant does wrong, as the failure says it. */
const failures: readonly (readonly [Scenario, Readonly<Record<string, RegExp>>])[] = [
  [counterRace, {
    'read-add-write': /counter\.json says 11, not 12/,
    'write-file': /read an empty file/,
    'looks-again-before-it-writes': /counter\.json says 11, not 12/,
  }],
  [lockFile, {
    'waits-for-ever': /^B waits in folder\.whenGone, held by A$/,
    'gives-up-after-a-timeout': /^B timed out twice/,
    'releases-what-it-did-not-get': /counter\.json says 11, not 12/,
    'disk-is-full': /^B waits in folder\.whenGone, held by A$/,
  }],
  [staleLock, {
    'unlink-by-name': /^B and C are in/,
    'looks-again-then-unlinks': /^B and C are in/,
    'rename-aside-and-verify': /^B and D are in/,
    'mkdir-and-age': /^B and C are in/,
    'gone-taken-for-corrupt': /^B and C are in/,
    'empty-taken-for-corrupt': /^A and B are in/,
    'exchange-without-mutex': /^C waits in folder\.whenGone, held by B/,
  }],
  [slowHolder, {
    'age-alone': /^A and B are in/,
    'robbed-holder-releases': /^B and C are in/,
    'heartbeat-stands-still': /^A and B are in/,
    'fencing-token-on-writes-alone': /store says 11, not 12/,
  }],
  [atomicWrite, {
    'truncate-and-write': /^R read "" from config\.json/,
    'killed-halfway': /config\.json holds ""/,
    'one-temporary-name': /config\.json holds ""/,
    'byte-count-ignored': /config\.json holds "\[2,"/,
  }],
  [durableWrite, {
    'in-place': /power was lost, config\.json holds ""/,
    'rename-without-fsync': /power was lost, config\.json holds ""/,
    'fsync-and-rename': /reported as saved, .* holds the old text/,
  }],
  [atomicAppend, {
    'two-writes-per-record': /no line AA and none BB/,
    'without-o-append': /holds "BB\\n", and no line AA/,
    'read-and-write-back': /holds "BB\\n", and no line AA/,
    'the-rest-in-a-second-write': /no line AA and none BB/,
    'killed-between-two-writes': /holds "ABB\\n", and no line BB/,
  }],
];

for (const [scenario, broken] of failures) {
  describe(scenario.title, () => {
    for (const [name, variant] of Object.entries(scenario.variants)) {
      test(`${name} is ${variant.expect}`, () => {
        const { found, states, bound } = explored(new Machine(variant.system()));
        assert.ok(states < mostStates, `${states} states`);
        assert.equal(bound, null);
        const says = broken[name];
        if (variant.expect === 'PROVED') return assert.deepEqual([found?.problem, says], [undefined, undefined]);
        assert.ok(variant.fix !== undefined && says !== undefined);
        assert.match(saysOf(found?.problem), says);
      });
    }
  });
}

function explored(machine: Machine): Explored {
  const engine = searchStates(machine, { ...defaultLimits, states: mostStates });
  for (;;) {
    const { done, value } = engine.next();
    if (done === true) return value;
  }
}

function saysOf(problem: Problem | undefined): string {
  switch (problem?.is) {
    case 'broken':
    case 'invariant':
    case 'finally': return problem.says;
    case 'stuck': return problem.stuck.map(({ actor, object, operation, heldBy }) => `${actor} waits in ${object}.${operation}, held by ${heldBy.join(', ')}`).join('; ');
    case 'never': return problem.goal;
    case undefined: return 'nothing';
  }
}
