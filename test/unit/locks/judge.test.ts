import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { oldAgeMs } from '../../../src/locks/evidence.ts';
import type { Basis, BootFact, CandidateFact, ClaimFact, CreatorFact, Facts, HeartbeatFact, KernelFact, OpenerFact } from '../../../src/locks/facts.ts';
import { judge } from '../../../src/locks/judge.ts';
import type { LockState, ProcessInfo } from '../../../src/locks/lock.ts';

const somebody: ProcessInfo = { pid: 4312, command: 'git commit', user: 'ada', cwd: '/w', startedAt: 1, startMark: '1' };

/** Every value that each kind of fact can take. */
const claims: readonly ClaimFact[] = [
  { is: 'none' },
  { is: 'garbled', reason: 'half-written' },
  { is: 'garbled', reason: 'unreadable' },
  { is: 'elsewhere', pid: 7, host: 'buildbox' },
  { is: 'elsewhere', pid: null, host: 'buildbox' },
  { is: 'person', user: 'ada' },
  { is: 'earlier-boot', pid: 7 },
  { is: 'alive', process: somebody, started: 'before' },
  { is: 'alive', process: somebody, started: 'after' },
  { is: 'alive', process: somebody, started: 'unclear' },
  { is: 'dead', pid: 7 },
  { is: 'zombie', pid: 7 },
  { is: 'unverifiable', pid: 7, reason: 'shared-place' },
  { is: 'unverifiable', pid: 7, reason: 'namesake-in-container' },
  { is: 'unverifiable', pid: 7, reason: 'no-permission' },
];
const creators: readonly CreatorFact[] = [
  { is: 'unseen' },
  { is: 'alive', process: somebody, decides: true },
  { is: 'alive', process: somebody, decides: false },
  { is: 'gone', processes: [somebody], decides: true },
  { is: 'gone', processes: [somebody], decides: false },
];
const openers: readonly OpenerFact[] = [{ is: 'unseen' }, { is: 'free' }, { is: 'open', processes: [somebody] }];
const bases: readonly Basis[] = ['existence', 'kernel', 'kernel-on-lasting-file', 'decision'];
const kernels: readonly KernelFact[] = [{ is: 'unseen' }, { is: 'new' }, { is: 'free' }, { is: 'locked', processes: [] }, { is: 'locked', processes: [somebody] }];
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
const ages = [oldAgeMs - 1, oldAgeMs];

function* everyCombination(): Generator<Facts> {
  for (const basis of bases)
    for (const kernel of kernels)
      for (const claim of claims)
        for (const creator of creators)
          for (const opener of openers)
            for (const candidate of candidates)
              for (const heartbeat of heartbeats)
                for (const boot of boots)
                  for (const ageMs of ages) yield { basis, kernel, claim, creator, openers: opener, candidates: candidate, heartbeat, boot, ageMs };
}

/** Whether anything but a kernel lock or a decision counts at all. */
const countsAll = ({ basis }: Facts): boolean => basis === 'existence' || basis === 'kernel';
const needsKernel = ({ basis }: Facts): boolean => basis === 'kernel' || basis === 'kernel-on-lasting-file';

/** What each fact proves or hints, said once more and apart from the code that is tested. */
const proofsOfLife: readonly ((facts: Facts) => boolean)[] = [
  ({ kernel }) => kernel.is === 'locked',
  ({ basis }) => basis === 'decision',
  (facts) => countsAll(facts) && facts.claim.is === 'alive' && facts.claim.started === 'before',
  (facts) => countsAll(facts) && facts.creator.is === 'alive' && facts.creator.decides,
  (facts) => countsAll(facts) && facts.openers.is === 'open',
  (facts) => countsAll(facts) && facts.candidates.is === 'likely',
  (facts) => countsAll(facts) && (facts.heartbeat.is === 'fresh' || facts.heartbeat.is === 'new'),
];
const proofsOfDeath: readonly ((facts: Facts) => boolean)[] = [
  ({ basis, kernel }) => basis === 'kernel' && kernel.is === 'free',
  (facts) => countsAll(facts) && ['dead', 'zombie', 'earlier-boot'].includes(facts.claim.is),
  (facts) => countsAll(facts) && facts.claim.is === 'alive' && facts.claim.started === 'after',
  (facts) => countsAll(facts) && facts.creator.is === 'gone' && facts.creator.decides,
  (facts) => countsAll(facts) && facts.heartbeat.is === 'silent',
  (facts) => countsAll(facts) && facts.boot === 'before-boot',
];
const outOfSight: readonly ((facts: Facts) => boolean)[] = [
  (facts) => needsKernel(facts) && (facts.kernel.is === 'unseen' || facts.kernel.is === 'new'),
  (facts) => countsAll(facts) && ['garbled', 'elsewhere', 'unverifiable'].includes(facts.claim.is),
  (facts) => countsAll(facts) && facts.claim.is === 'alive' && facts.claim.started === 'unclear',
  (facts) => countsAll(facts) && facts.candidates.is === 'unseen',
];
const signs: readonly ((facts: Facts) => boolean)[] = [
  (facts) => facts.candidates.is === 'none',
  ({ creator }) => creator.is === 'gone' && !creator.decides,
  ({ heartbeat }) => heartbeat.is === 'late',
  ({ ageMs }) => ageMs >= oldAgeMs,
];

function expected(facts: Facts): LockState {
  const any = (tests: readonly ((facts: Facts) => boolean)[]): boolean => tests.some((holds) => holds(facts));
  if (any(proofsOfLife)) return 'held';
  if (any(proofsOfDeath)) return 'stale';
  if (any(outOfSight)) return 'unknown';
  if (facts.basis === 'kernel-on-lasting-file') return 'idle';
  return any(signs) ? 'suspect' : 'unknown';
}

describe('judge', () => {
  test('gives the right verdict for every combination of facts, the decisive evidence first', () => {
    let combinations = 0;
    for (const facts of everyCombination()) {
      combinations++;
      const { state, evidence } = judge(facts);
      if (state !== expected(facts)) assert.fail(`${state} instead of ${expected(facts)} for ${JSON.stringify(facts)}`);
      const first = evidence[0]?.supports ?? 'neutral';
      // With no fact at all, or none that decides, unknown needs no evidence.
      const fits = first === state || (state === 'unknown' && evidence.every(({ supports }) => supports === 'neutral'));
      if (!fits) assert.fail(`${state} begins with evidence for ${first}: ${JSON.stringify(facts)}`);
    }
    assert.equal(combinations, 4 * 5 * 15 * 5 * 3 * 6 * 5 * 3 * 2);
  });

  test('never lets age alone make a lock stale', () => {
    for (const facts of everyCombination()) {
      if (facts.ageMs >= oldAgeMs || facts.heartbeat.is !== 'none' || facts.boot !== 'unclear') continue;
      const young = judge(facts).state;
      const old = judge({ ...facts, ageMs: 400 * 24 * 3600 * 1000 }).state;
      const allowed = old === young || (young === 'unknown' && old === 'suspect');
      if (!allowed) assert.fail(`age turned ${young} into ${old}: ${JSON.stringify(facts)}`);
    }
  });
});
