import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { oldAgeMs } from '../../../src/locks/evidence.ts';
import type { BootFact, CandidateFact, ClaimFact, CreatorFact, Facts, HeartbeatFact, OpenerFact } from '../../../src/locks/facts.ts';
import { judge } from '../../../src/locks/judge.ts';
import type { LockState, ProcessInfo } from '../../../src/locks/lock.ts';

const somebody: ProcessInfo = { pid: 4312, command: 'git commit', user: 'ada', cwd: '/w', startedAt: 1, startMark: '1' };

/** Every value that each kind of fact can take. */
const claims: readonly ClaimFact[] = [
  { is: 'none' },
  { is: 'garbled', reason: 'half-written' },
  { is: 'garbled', reason: 'unreadable' },
  { is: 'elsewhere', pid: 7, host: 'buildbox' },
  { is: 'alive', process: somebody, started: 'before' },
  { is: 'alive', process: somebody, started: 'after' },
  { is: 'alive', process: somebody, started: 'unclear' },
  { is: 'dead', pid: 7 },
  { is: 'zombie', pid: 7 },
  { is: 'unverifiable', pid: 7, reason: 'shared-place' },
  { is: 'unverifiable', pid: 7, reason: 'namesake-in-container' },
  { is: 'unverifiable', pid: 7, reason: 'no-permission' },
];
const creators: readonly CreatorFact[] = [{ is: 'unseen' }, { is: 'alive', process: somebody }, { is: 'gone', processes: [somebody] }];
const openers: readonly OpenerFact[] = [{ is: 'unseen' }, { is: 'free' }, { is: 'locked' }, { is: 'open', processes: [somebody] }];
const candidates: readonly CandidateFact[] = [
  { is: 'unsearched' },
  { is: 'unseen' },
  { is: 'none', searched: 'git' },
  { is: 'none', searched: 'javascript' },
  { is: 'possible', processes: [somebody] },
  { is: 'likely', processes: [somebody] },
];
const heartbeats: readonly HeartbeatFact[] = [
  { is: 'none' },
  { is: 'fresh', silentMs: 900 },
  { is: 'new', silentMs: 900, heldForMs: 10_000 },
  { is: 'late', silentMs: 30_000, usualMs: 5000 },
  { is: 'silent', silentMs: 41_000, intervalMs: 5000 },
];
const boots: readonly BootFact[] = ['before-boot', 'since-boot', 'unclear'];
const ages = [0, oldAgeMs - 1, oldAgeMs, 30 * 24 * 3600 * 1000];

function* everyCombination(): Generator<Facts> {
  for (const claim of claims)
    for (const creator of creators)
      for (const opener of openers)
        for (const candidate of candidates)
          for (const heartbeat of heartbeats)
            for (const boot of boots)
              for (const ageMs of ages) yield { claim, creator, openers: opener, candidates: candidate, heartbeat, boot, ageMs };
}

/** What each fact proves or hints, said once more and apart from the code that is tested. */
const proofsOfLife: readonly ((facts: Facts) => boolean)[] = [
  ({ claim }) => claim.is === 'alive' && claim.started === 'before',
  ({ creator }) => creator.is === 'alive',
  (facts) => facts.openers.is === 'open' || facts.openers.is === 'locked',
  (facts) => facts.candidates.is === 'likely',
  ({ heartbeat }) => heartbeat.is === 'fresh' || heartbeat.is === 'new',
];
const proofsOfDeath: readonly ((facts: Facts) => boolean)[] = [
  ({ claim }) => claim.is === 'dead' || claim.is === 'zombie',
  ({ claim }) => claim.is === 'alive' && claim.started === 'after',
  ({ creator }) => creator.is === 'gone',
  ({ heartbeat }) => heartbeat.is === 'silent',
  ({ heartbeat, candidates: found }) => heartbeat.is === 'late' && found.is === 'none' && found.searched === 'javascript',
  ({ boot }) => boot === 'before-boot',
];
const outOfSight: readonly ((facts: Facts) => boolean)[] = [
  ({ claim }) => ['garbled', 'elsewhere', 'unverifiable'].includes(claim.is),
  ({ claim }) => claim.is === 'alive' && claim.started === 'unclear',
  (facts) => facts.candidates.is === 'unseen',
];
const signs: readonly ((facts: Facts) => boolean)[] = [
  (facts) => facts.candidates.is === 'none',
  ({ heartbeat }) => heartbeat.is === 'late',
  ({ ageMs }) => ageMs >= oldAgeMs,
];

function expected(facts: Facts): LockState {
  const any = (tests: readonly ((facts: Facts) => boolean)[]): boolean => tests.some((holds) => holds(facts));
  if (any(proofsOfLife)) return 'held';
  if (any(proofsOfDeath)) return 'stale';
  if (any(outOfSight)) return 'unknown';
  return any(signs) ? 'suspect' : 'unknown';
}

describe('judge', () => {
  test('gives the right verdict for every combination of facts', () => {
    let combinations = 0;
    for (const facts of everyCombination()) {
      combinations++;
      const { state } = judge(facts);
      if (state !== expected(facts)) assert.fail(`${state} instead of ${expected(facts)} for ${JSON.stringify(facts)}`);
    }
    assert.equal(combinations, 12 * 3 * 4 * 6 * 5 * 3 * 4);
  });

  test('carries evidence that supports its verdict, decisive facts first', () => {
    for (const facts of everyCombination()) {
      const { state, evidence } = judge(facts);
      const first = evidence[0]?.supports ?? 'neutral';
      // With no fact at all, or none that decides, unknown needs no evidence.
      const fits = first === state || (state === 'unknown' && evidence.every(({ supports }) => supports === 'neutral'));
      if (!fits) assert.fail(`${state} begins with evidence for ${first}: ${JSON.stringify(facts)}`);
    }
  });

  test('never lets age alone make a lock stale', () => {
    for (const facts of everyCombination()) {
      if (facts.ageMs !== 0) continue;
      const young = judge(facts).state;
      const old = judge({ ...facts, ageMs: 400 * 24 * 3600 * 1000 }).state;
      const allowed = old === young || (young === 'unknown' && old === 'suspect');
      if (!allowed) assert.fail(`age turned ${young} into ${old}: ${JSON.stringify(facts)}`);
    }
  });

  test('never calls a lock stale while something proves that its holder lives', () => {
    for (const facts of everyCombination()) {
      if (proofsOfLife.some((holds) => holds(facts))) assert.notEqual(judge(facts).state, 'stale');
    }
  });
});
