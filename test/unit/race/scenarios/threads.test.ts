// What the scenarios of threads come to: each broken variant fails as it says, each repair is proved.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exploreVariant } from '../../../../src/race/model/explore.ts';
import type { Finding } from '../../../../src/race/model/finding.ts';
import type { Scenario } from '../../../../src/race/model/scenario.ts';
import busyWaiting from '../../../../src/race/scenarios/busy-waiting.ts';
import conditionVariable from '../../../../src/race/scenarios/condition-variable.ts';
import criticalSection from '../../../../src/race/scenarios/critical-section.ts';
import diningPhilosophers from '../../../../src/race/scenarios/dining-philosophers.ts';
import futureTimeout from '../../../../src/race/scenarios/future-timeout.ts';
import livelock from '../../../../src/race/scenarios/livelock.ts';
import lockContention from '../../../../src/race/scenarios/lock-contention.ts';
import mutex from '../../../../src/race/scenarios/mutex.ts';
import processorPriority from '../../../../src/race/scenarios/processor-priority.ts';
import producerConsumer from '../../../../src/race/scenarios/producer-consumer.ts';
import recursiveLock from '../../../../src/race/scenarios/recursive-lock.ts';
import semaphore from '../../../../src/race/scenarios/semaphore.ts';
import starvation from '../../../../src/race/scenarios/starvation.ts';
import threadPool from '../../../../src/race/scenarios/thread-pool.ts';
import threadReadWriteLock from '../../../../src/race/scenarios/thread-read-write-lock.ts';
import threadSafeCounter from '../../../../src/race/scenarios/thread-safe-counter.ts';
import twoLocks from '../../../../src/race/scenarios/two-locks.ts';
import withdrawal from '../../../../src/race/scenarios/withdrawal.ts';

const mostStates = 20_000;

/** How a broken variant fails: what kind of failure it is, and what is said of it. */
type Expected = Readonly<Record<string, readonly [kind: string, says: RegExp]>>;

const failures: readonly (readonly [Scenario, Expected])[] = [
  [mutex, {
    'no-lock': ['finally', /The balance is 1, not 2: one deposit is lost/i],
    'timeout-not-heeded': ['finally', /The balance is 1, not 2: one deposit is lost/i],
  }],
  [recursiveLock, {
    'plain-lock': ['deadlock', /A waits for lock, which it holds itself/],
    'released-too-seldom': ['stuck', /B waits for ever for lock, which A/],
  }],
  [semaphore, {
    'count-checked-then-taken': ['broken', /A, B and C are in the database at the same time, where only 2 may be/],
    'released-without-acquiring': ['broken', /are in the database at the same time/],
    'bounded-semaphore': ['broken', /are in the database at the same time/],
  }],
  [conditionVariable, {
    'wait-without-predicate': ['finally', /of the items lie in the list, and the consumer sleeps/],
    'if-instead-of-while': ['broken', /pop from empty list/],
    'if-and-a-spurious-wake-up': ['broken', /pop from empty list/],
    'notify-before-wait': ['stuck', /waiter waits for ever/i],
    'flag-raised-without-the-lock': ['stuck', /waiter waits for ever/i],
  }],
  [producerConsumer, {
    'unguarded-buffer': ['broken', /pop from empty list/],
    'unbounded-buffer': ['invariant', /3 items lie in the buffer/],
    'no-sentinel': ['stuck', /consumer waits for ever/i],
    'one-sentinel-for-two-consumers': ['stuck', /C\d waits for ever/],
    'sentinel-before-the-last-item': ['finally', /not 2/],
    'join-after-the-sentinel': ['stuck', /producer waits for ever/i],
    'consumer-dies': ['stuck', /consumer is killed .*producer waits for ever/i],
    'daemon-consumer': ['broken', /The program ends, and (one item is|2 items are) lost/],
    'one-condition-for-both': ['stuck', /P\d waits for ever.*C\d waits for ever/],
  }],
  [threadReadWriteLock, {
    'reader-preference': ['never', /The writer gets in/],
    'woken-writer-does-not-look-again': ['broken', /writer comes into the data while R\d still reads there/i],
    'one-writer-is-woken': ['stuck', /W\d waits for ever/],
    'reader-wants-to-write': ['stuck', /reader waits for ever/i],
    'writer-preference-with-busy-writers': ['never', /The reader gets in/],
  }],
  [threadPool, {
    'task-waits-for-a-task-of-its-pool': ['stuck', /W1 waits for ever.*W2 waits for ever/],
    'thread-for-each-task': ['broken', /task 1, task 2 and task 3 are in the machine at the same time/i],
    'nobody-asks-the-future': ['finally', /nobody has seen it/],
    'worker-dies-of-a-task': ['stuck', /main waits for ever/i],
  }],
  [futureTimeout, {
    'retry-after-timeout': ['finally', /It is paid 2 times/],
    'cancel-not-heeded': ['finally', /It is paid 2 times/],
  }],
  [twoLocks, {
    'a-then-b-against-b-then-a': ['deadlock', /T1 waits for lock B, which T2 holds; T2 waits for lock A, which T1 holds/],
    'ordered-with-itself': ['deadlock', /T2 waits for lock A, which it holds itself/],
    'timeout-that-keeps-the-first': ['never', /T1 gets through/],
  }],
  [diningPhilosophers, {
    'left-first': ['deadlock', /P1 waits for fork 2, which P2 holds; P2 waits for fork 3, which P3 holds; P3 waits for fork 1, which P1 holds/],
    'polite': ['never', /P1 gets through/],
  }],
  [livelock, {
    'back-off-in-step': ['never', /T1 gets through/],
    'retry-at-once': ['never', /T1 gets through/],
    'never-leaves-the-loop': ['never', /T1 gets through/],
  }],
  [starvation, {
    'lock-for-whoever-comes': ['never', /W gets in/],
    'waiter-that-polls': ['never', /W gets in/],
  }],
  [processorPriority, {
    'strict-priority': ['never', /The thread of low priority does its work/],
    'priority-inversion': ['never', /The thread of high priority gets the lock/],
  }],
  [busyWaiting, {
    'polling': ['broken', /looks for the 4th time/],
    'sleeps-between-looks': ['broken', /3 ticks later/],
    'looked-then-popped': ['broken', /pop from empty list/],
    'wait-without-a-look': ['stuck', /consumer waits for ever/i],
    'watch-after-the-look': ['stuck', /waiter waits for ever/i],
  }],
  [lockContention, {
    'one-coarse-lock': ['broken', /has to wait for lock 0/],
    'striped-by-thread-address': ['broken', /has to wait for lock 0/],
  }],
  [criticalSection, {
    'computes-under-the-lock': ['broken', /waited 3 ticks/],
    'two-sections': ['finally', /The total is 1, not 2: one result is lost/i],
  }],
  [threadSafeCounter, {
    'load-add-store': ['finally', /The counter is 1, not 2: one increment is lost/i],
    'up-and-down': ['finally', /The counter is -?1, not 0/i],
    'compare-and-swap-once': ['finally', /The counter is 1, not 2/i],
    'v2-striped-up-and-down': ['broken', /The reader is told -1, which the counter never was/],
    'v3-thread-dies': ['stuck', /B waits for ever/],
  }],
  [withdrawal, {
    'check-then-subtract': ['invariant', /The balance is -10/],
    'check-then-write': ['finally', /110 were paid out of 100/],
    'subtraction-locked': ['invariant', /The balance is -10/],
  }],
];

function explored(scenario: Scenario, variant: string): Finding {
  const exploring = exploreVariant(scenario, variant);
  let step = exploring.next();
  while (step.done !== true) step = exploring.next();
  return step.value;
}

for (const [scenario, broken] of failures) {
  describe(scenario.name, () => {
    for (const [name, { expect, explanation, fix }] of Object.entries(scenario.variants)) {
      test(`${name} is ${expect}`, () => {
        const { verdict, failure, states } = explored(scenario, name);
        assert.equal(verdict, expect);
        assert.ok(states < mostStates, `${states} states`);
        const expected = broken[name];
        assert.equal(expected !== undefined, expect === 'FAILED', 'each broken variant is said to fail in some way');
        if (expected === undefined) return;
        const [kind, says] = expected;
        assert.ok(failure !== null);
        assert.equal(failure.kind, kind);
        assert.match(failure.explanation, says);
        assert.ok(failure.isMinimal || kind === 'never', 'no shorter way to fail');
      });

      test(`${name} is explained`, () => {
        const sentences = explanation.split(/[.!?] (?=[A-Z"])/).length;
        assert.ok(sentences >= 2 && sentences <= 4, `${sentences} sentences`);
        assert.equal(fix !== undefined, expect === 'FAILED');
      });
    }
  });
}
