import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import type { Failure, Finding } from '../../../../src/race/model/finding.ts';
import { ScenarioError } from '../../../../src/race/model/scenario-error.ts';
import type { Standing } from '../../../../src/race/noted-lab.ts';
import { describeStanding, describeTogether, lookOfStanding, lookOfTogether, sayFinding, together } from '../../../../src/views/race-lab/standing-words.ts';

const failure: Failure = { schedule: 'a/b@00000000:ab', explanation: 'An increment is lost.', kind: 'finally', condition: 'Both are kept.', steps: 4, preemptions: 1, isMinimal: true };

function finding(verdict: Finding['verdict'], expect: Finding['expect'], more: Partial<Finding> = {}): Finding {
  return { scenario: 'a', variant: 'b', method: { is: 'states' }, verdict, expect, failure: verdict === 'FAILED' ? failure : null, bound: null, executions: 0, interleavings: null, states: 1, transitions: 9, ...more };
}

const found = (...words: Parameters<typeof finding>): Standing => ({ is: 'found', finding: finding(...words) });

suite('How a variant stands, in words and icons', () => {
  const cases: readonly { readonly standing: Standing; readonly expect: Finding['expect']; readonly words: string; readonly icon: string }[] = [
    { standing: { is: 'not-run' }, expect: 'FAILED', words: 'broken', icon: 'circle-outline' },
    { standing: { is: 'not-run' }, expect: 'PROVED', words: 'repaired', icon: 'circle-outline' },
    { standing: { is: 'running', progress: null }, expect: 'PROVED', words: 'starting', icon: 'loading~spin' },
    { standing: { is: 'running', progress: { states: 0, executions: 7, transitions: 8 } }, expect: 'PROVED', words: '7 executions', icon: 'loading~spin' },
    { standing: found('PROVED', 'PROVED'), expect: 'PROVED', words: 'PROVED, 1 state', icon: 'pass' },
    { standing: found('PROVED', 'FAILED', { states: 12 }), expect: 'FAILED', words: 'PROVED, 12 states, not FAILED', icon: 'error' },
    { standing: found('FAILED', 'FAILED'), expect: 'FAILED', words: 'FAILED in 4 steps', icon: 'bug' },
    { standing: found('FAILED', 'PROVED', { failure: { ...failure, steps: 1 } }), expect: 'PROVED', words: 'FAILED in 1 step, not PROVED', icon: 'error' },
    { standing: found('INCOMPLETE', 'PROVED', { bound: '9 states' }), expect: 'PROVED', words: 'INCOMPLETE (9 states)', icon: 'question' },
    { standing: { is: 'wrong', error: new ScenarioError('No.') }, expect: 'PROVED', words: 'cannot be run', icon: 'warning' },
  ];
  for (const { standing, expect, words, icon } of cases) {
    test(`${words}: ${icon}`, () => {
      assert.equal(plain(describeStanding(standing, { expect })), words);
      assert.equal(lookOfStanding(standing).icon, icon);
    });
  }

  test('a finding is said in sentences, with what was expected when it is another', () => {
    assert.deepEqual(sayFinding(finding('FAILED', 'PROVED')).map(plain), ['An increment is lost.', 'This variant was expected to be PROVED.']);
    assert.deepEqual(sayFinding(finding('PROVED', 'PROVED')).map(plain), ['The promise holds in every order of the steps.']);
    assert.deepEqual(sayFinding(finding('INCOMPLETE', 'PROVED', { bound: '9 states' })).map(plain)[0], 'No failure was found (9 states). That is no proof.');
  });

  test('several are as promised only when all were run; one that is not shows at once', () => {
    const good = [found('PROVED', 'PROVED'), found('FAILED', 'FAILED')];
    const look = (standings: readonly Standing[]): readonly [string | undefined, string] => [lookOfTogether(together(standings))?.icon, plain(describeTogether(together(standings)))];
    assert.deepEqual(look(good), ['pass', 'as promised']);
    assert.deepEqual(look([...good, { is: 'not-run' }]), [undefined, '2 of 3 run']);
    assert.deepEqual(look([{ is: 'not-run' }]), [undefined, '1 variant']);
    assert.deepEqual(look([...good, { is: 'running', progress: null }]), ['loading~spin', '2 of 3 run']);
    assert.deepEqual(look([found('FAILED', 'PROVED'), { is: 'not-run' }]), ['error', '1 of 2 not as promised']);
    assert.deepEqual(look([found('INCOMPLETE', 'PROVED')]), ['error', '1 of 1 not as promised']);
  });
});
