import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { exploreVariant } from '../../../../src/race/model/explore.ts';
import type { Finding } from '../../../../src/race/model/finding.ts';
import type { Scenario } from '../../../../src/race/model/scenario.ts';
import counterRace from '../../../../src/race/scenarios/counter-race.ts';
import lockFile from '../../../../src/race/scenarios/lock-file.ts';
import slowHolder from '../../../../src/race/scenarios/slow-holder.ts';
import staleLock from '../../../../src/race/scenarios/stale-lock.ts';
import atomicWrite from '../../../../src/race/scenarios/atomic-write.ts';
import durableWrite from '../../../../src/race/scenarios/durable-write.ts';
import atomicAppend from '../../../../src/race/scenarios/atomic-append.ts';
import accessQueue from '../../../../src/race/scenarios/access-queue.ts';
import readWriteLock from '../../../../src/race/scenarios/read-write-lock.ts';
import safeCounter from '../../../../src/race/scenarios/safe-counter.ts';
import fileTransaction from '../../../../src/race/scenarios/file-transaction.ts';
import logRotation from '../../../../src/race/scenarios/log-rotation.ts';

const mostStates = 200_000;

/** What each broken variant does wrong, as the failure says it. */
const failures: readonly (readonly [Scenario, Readonly<Record<string, RegExp>>])[] = [
  [counterRace, {
    'read-add-write': /counter is 11, not 12/,
    'write-file': /read an empty file/,
    'looks-again-before-it-writes': /counter is 11, not 12/,
  }],
  [lockFile, {
    'waits-for-ever': /^A is killed after folder\.create\("count\.lock"\); B waits for ever/,
    'gives-up-after-a-timeout': /B timed out twice/,
    'gives-up-before-it-is-stale': /B gave up: count\.lock is not old enough/,
    'releases-what-it-did-not-get': /counter is 11, not 12/,
    'disk-is-full': /^B waits for ever in folder\.whenGone\("count\.lock"\)/,
  }],
  [staleLock, {
    'unlink-by-name': /^B and C are in/,
    'looks-again-then-unlinks': /^B and C are in/,
    'rename-aside-and-verify': /^[BC] and D are in/,
    'mkdir-and-age': /^B and C are in/,
    'gone-taken-for-corrupt': /are in/,
    'empty-taken-for-corrupt': /^A and B are in/,
    'exchange-without-mutex': /^[BC] waits for ever in folder\.whenGone\("data\.lock"\): [BC] has it, and nobody takes it away/,
  }],
  [slowHolder, {
    'age-alone': /^A and B are in/,
    'clocks-disagree': /^A and B are in/,
    'robbed-holder-releases': /^B and C are in/,
    'heartbeat-stands-still': /A and B are in/,
    'fencing-token-on-writes-alone': /store says 11, not 12/,
  }],
  [atomicWrite, {
    'truncate-and-write': /^R read "" from config\.json/,
    'killed-halfway': /file holds ""/,
    'one-temporary-name': /file holds "\[2, 3\]", which nobody has saved/,
    'byte-count-ignored': /file holds "\[2,"/,
  }],
  [durableWrite, {
    'in-place': /power is lost; afterwards the file holds ""/,
    'rename-without-fsync': /power is lost; afterwards the file holds "(new )?"/,
    'fsync-and-rename': /reported as saved, and the file holds the old text/,
  }],
  [atomicAppend, {
    'two-writes-per-record': /no line AA and none BB/,
    'without-o-append': /no line (AA|BB)\.$/,
    'read-and-write-back': /no line (AA|BB)\.$/,
    'the-rest-in-a-second-write': /no line AA and none BB/,
    'killed-between-two-writes': /holds "ABB\\n", and no line BB/,
  }],
  [accessQueue, {
    'a-queue-in-each-process': /counter is 12, not 13/,
    'two-queues-in-one-process': /counter is 11, not 12/,
    'update-within-an-update': /^A waits for ever in queue\.whenSettled/,
    'stops-after-another-await': /^B waits for ever in queue\.whenSettled/,
  }],
  [readWriteLock, {
    'in-memory': /^R read "" from data\.json/,
    'looks-before-it-registers': /^R read "" from data\.json/,
    'woken-reader-does-not-look-again': /^R read "" from data\.json/,
    'killed-reader': /^R is killed .*; W waits for ever/,
    'reader-preference': /repeat for ever, and this never comes: W gets in/,
    'busy-writers': /repeat for ever, and this never comes: R gets in/,
  }],
  [safeCounter, {
    'released-before-it-is-durable': /power is lost; 11 was given out, and the file says "10"/,
    'released-before-it-is-written': /^11 was given out twice/,
    'unreadable-counts-as-zero': /the counter starts again: 1 was given out long ago/,
  }],
  [fileTransaction, {
    'exception-between-two-writes': /^Alice has 11 and Bob has 10: together they had 20/,
    'rollback-in-catch': /^A .*; Alice has 11 and Bob has 10/,
    'transaction-within-a-transaction': /^A waits for accounts\.lock, which it holds itself/,
  }],
  [logRotation, {
    'size-check-outside-the-lock': /^Nowhere any more: the line "x" and the line "y"/,
    'rotated-twice': /^Rotated twice: a log of 2 bytes/,
    'line-to-a-renamed-file': /^Nowhere any more: the line "A"/,
    'names-within-one-millisecond': /^Nowhere any more: the line "x" and the line "y"/,
  }],
];

for (const [scenario, broken] of failures) {
  describe(scenario.title, () => {
    for (const [name, variant] of Object.entries(scenario.variants)) {
      test(`${name} is ${variant.expect}`, () => {
        const { verdict, failure, states } = explored(scenario, name);
        assert.equal(verdict, variant.expect);
        assert.ok(states < mostStates, `${states} states`);
        const says = broken[name];
        if (verdict === 'PROVED') return assert.equal(says, undefined);
        assert.ok(variant.fix !== undefined && says !== undefined);
        assert.match(failure?.explanation ?? '', says);
        assert.ok(failure?.isMinimal === true || failure?.kind === 'never');
      });
    }
  });
}

function explored(scenario: Scenario, variant: string): Finding {
  const exploring = exploreVariant(scenario, variant);
  for (;;) {
    const { done, value } = exploring.next();
    if (done === true) return value;
  }
}
