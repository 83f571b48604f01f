import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultLimits } from '../../../../src/race/model/exploration.ts';
import type { Scenario } from '../../../../src/race/model/scenario.ts';
import counterAnswers from '../../../../src/race/scenarios/counter-answers.ts';
import oneOwner from '../../../../src/race/scenarios/one-owner.ts';
import optimisticLocking from '../../../../src/race/scenarios/optimistic-locking.ts';
import pessimisticLocking from '../../../../src/race/scenarios/pessimistic-locking.ts';
import readAfterWrite from '../../../../src/race/scenarios/read-after-write.ts';
import redisLock from '../../../../src/race/scenarios/redis-lock.ts';
import redisLockTimeout from '../../../../src/race/scenarios/redis-lock-timeout.ts';
import redisTransfer from '../../../../src/race/scenarios/redis-transfer.ts';
import redlock from '../../../../src/race/scenarios/redlock.ts';
import redlockNodesDown from '../../../../src/race/scenarios/redlock-nodes-down.ts';
import transactionLog from '../../../../src/race/scenarios/transaction-log.ts';
import twoRows from '../../../../src/race/scenarios/two-rows.ts';
import { explored } from '../model/exploring.ts';

const mostStates = 200_000;

/** What goes wrong in each broken variant. */
const failures: readonly (readonly [Scenario, Readonly<Record<string, RegExp>>])[] = [
  [pessimisticLocking, {
    'read-outside': /Account 1 has -20/,
    'plain-select': /Account 1 has -20/,
    'begin-deferred': /"database is locked"/,
    'own-memory': /"no such table: accounts"/,
  }],
  [twoRows, {
    'from-then-to': /A waits for account 2 of bank, which B holds; B waits for account 1 of bank, which A holds/,
    'first-row-only': /A waits for account 2 of bank, which B holds; B waits for account 1 of bank, which A holds/,
    'timeout-gives-up': /waited too long for a row/,
  }],
  [optimisticLocking, {
    'no-version': /The accounts have (90|80) and (110|120), not 80 and 120/,
    'each-update-by-itself': /not 100 and 100/,
    'second-row-unchecked': /The accounts have 100 and 110, not 100 and 100/,
    'no-retry': /a conflict at its only try/,
    'too-few-tries': /a conflict at each of its 2 tries/,
    'both-directions': /A waits for account 2 of bank, which B holds; B waits for account 1 of bank, which A holds/,
  }],
  [redisLock, {
    'work-outlives-lease': /2 updates were made, and stock is 1/,
    'delete-without-owner': /3 updates were made, and stock is 2/,
    'restart-forgets': /2 updates were made, and stock is 1/,
    'renewal-and-a-pause': /2 updates were made, and stock is 1/,
    'fenced-at-writes-only': /2 updates were made, and stock is 1/,
    'token-of-the-same-redis': /2 updates were made, and stock is 1/,
  }],
  [redisTransfer, {
    'lease-runs-out-in-the-queue': /The accounts have (90|110) and 120, not 100 and 120/,
    'crash-between-two-writes': /10 are lost/,
  }],
  [redisLockTimeout, {
    'zero-is-for-ever': /A and B are in the work at the same time/,
    'result-ignored': /A and B are in the work at the same time/,
  }],
  [redlock, {
    'validity-unused': /2 updates were made, and stock is 1/,
    'pause-after-majority': /2 updates were made, and stock is 1/,
    'clock-jump': /2 updates were made, and stock is 1/,
    'restart-forgets': /2 updates were made, and stock is 1/,
    'one-server': /2 updates were made, and stock is 1/,
    'shared-lock-id': /2 updates were made, and stock is 1/,
    'released-in-finally': /3 updates were made, and stock is 2/,
    'with-block-without-lock': /2 updates were made, and stock is 1/,
  }],
  [redlockNodesDown, {
    'four-of-five-down': /got 1 of 5 nodes/,
    'three-of-five-down': /got 2 of 5 nodes/,
    'one-vote-is-enough': /A and B are in the work at the same time/,
  }],
  [transactionLog, {
    'log-afterwards': /60 were taken from account 1, and the log says 0/,
    'log-before': /60 were taken from account 1, and the log says 120/,
    'committed-in-a-second-step': /60 were taken from account 1, and the log says 0/,
    'auditor-looks-twice': /finds 0 taken from account 1, and 60 in the log/,
  }],
  [oneOwner, {
    'everyone-writes': /2 requests were made, and counter.json says 1/,
    'a-lock-file-each': /2 requests were made, and counter.json says 1/,
    'waits-add-up': /[ABC] has waited for 2 ticks and gives up/,
    'await-in-the-middle': /2 requests were made, and counter.json says 1/,
    'owner-ends': /[AB] waits for ever in answers to/,
    'asks-again': /2 requests were made, and counter.json says 3/,
  }],
  [readAfterWrite, {
    'confirmed-before-written': /read\(\) = 0, begun after writer's write\(1\)/,
    'reads-a-copy': /read\(\) = 0, begun after writer's write\(1\)/,
  }],
  [counterAnswers, {
    'load-add-store': /get\(\) = 1, begun after A's add\(1\) and B's add\(1\)/,
    'a-bucket-each-up-and-down': /get\(\) = -1/,
  }],
];

for (const [scenario, broken] of failures) {
  describe(scenario.title, () => {
    for (const [name, variant] of Object.entries(scenario.variants)) {
      test(`${name} is ${variant.expect}`, (context) => {
        const finding = explored(scenario, { is: 'states' }, { variant: name, limits: { ...defaultLimits, states: mostStates } });
        const { verdict, failure, states } = finding;
        context.diagnostic(`${name}: ${states} states${failure === null ? '' : `; ${failure.steps} steps; ${failure.explanation}`}`);
        assert.equal(verdict, variant.expect, failure?.explanation);
        const says = broken[name];
        if (failure === null) return assert.equal(says, undefined);
        assert.ok(variant.fix !== undefined && says !== undefined);
        assert.match(failure.explanation, says);
        assert.ok(failure.isMinimal);
      });
    }
  });
}
