import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { heartbeatFact } from '../../../src/locks/heartbeat.ts';
import type { HeartbeatFact } from '../../../src/locks/facts.ts';
import { observed } from './site.ts';

const rule = { usualMs: 5000, takenOverAfterMs: 10_000, renewed: true };

interface Case {
  readonly bornAt: number | null;
  readonly writtenAt: number;
  readonly now: number;
  readonly renewalMs?: number;
  readonly renewed?: boolean;
  readonly is: HeartbeatFact['is'];
}

describe('heartbeatFact', () => {
  const cases: Readonly<Record<string, Case>> = {
    'renewed a second ago': { bornAt: 0, writtenAt: 60_000, now: 61_000, is: 'fresh' },
    'written in the future by rounding up': { bornAt: 0, writtenAt: 1005, now: 500, is: 'fresh' },
    'renewed after two seconds, then 21 s of silence': { bornAt: 0, writtenAt: 2000, now: 23_001, is: 'silent' },
    'the same at 15 s': { bornAt: 0, writtenAt: 2000, now: 17_000, is: 'late' },
    'only the first touch, then silence': { bornAt: 0, writtenAt: 1005, now: 3_600_000, is: 'late' },
    'held for an hour, then 41 s of silence, not watched': { bornAt: 0, writtenAt: 3_600_000, now: 3_641_000, is: 'late' },
    'held for an hour, then 41 s of silence, watched to renew every 5 s': { bornAt: 0, writtenAt: 3_600_000, now: 3_641_000, renewalMs: 5000, is: 'silent' },
    'a holder that renews every 150 s, at 149 s': { bornAt: 0, writtenAt: 150_000, now: 299_000, is: 'late' },
    'a first touch that a busy start has delayed': { bornAt: 589, writtenAt: 3005, now: 40_000, is: 'late' },
    'a holder that renews every 5 s and was busy for 28 s': { bornAt: 0, writtenAt: 5400, now: 33_400, is: 'late' },
    'a holder that was watched to renew every 30 s, at 45 s': { bornAt: 0, writtenAt: 90_000, now: 135_000, renewalMs: 30_000, is: 'late' },
    'copied with an old time': { bornAt: 3_600_000, writtenAt: 0, now: 3_601_000, is: 'silent' },
    'no time of birth and never watched': { bornAt: null, writtenAt: 0, now: 3_600_000, is: 'late' },
    'a plain folder just made': { bornAt: 0, writtenAt: 0, now: 3000, renewed: false, is: 'new' },
    'a plain folder an hour old': { bornAt: 0, writtenAt: 0, now: 3_600_000, renewed: false, is: 'none' },
  };
  for (const [what, { bornAt, writtenAt, now, renewalMs = null, renewed = true, is }] of Object.entries(cases)) {
    test(`${what}: ${is}`, () => {
      const observation = observed('/w/a.lock', [], { bornAt, writtenAt });
      assert.equal(heartbeatFact({ ...rule, renewed }, observation, renewalMs, -Infinity, now).is, is);
    });
  }

  test('silence before the machine woke up, or its clock was set, is no proof', () => {
    const observation = observed('/w/a.lock', [], { bornAt: 0, writtenAt: 2000 });
    assert.equal(heartbeatFact(rule, observation, null, 3_590_000, 3_600_000).is, 'late');
    assert.equal(heartbeatFact(rule, observation, null, 3_579_000, 3_600_000).is, 'silent');
  });
});
