import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, type Answer } from './explore.ts';
import { about, type Setting } from './scenarios.ts';

function shown({ states, executions, ends, violation }: Answer): string {
  const counts = `${states} states in ${executions} executions, ${ends} ends`;
  return violation === null ? counts : [`${violation.what} (${counts}):`, ...violation.schedule.map((step, index) => `${index + 1}. ${step}`)].join('\n  ');
}

/** In no schedule does anything go wrong. */
export function holds(name: string, setting: Setting): void {
  test(name, async (t) => {
    const answer = await explore(about(setting));
    assert.equal(answer.violation, null, shown(answer));
    // A scenario in which nothing can happen would hold as well.
    assert.ok(answer.ends > 0);
    t.diagnostic(shown(answer));
  });
}

/** In some schedule something goes wrong; the shortest such is shown, unless it takes too long to find. */
export function fails(name: string, wrong: RegExp, setting: Setting): void {
  test(name, async (t) => {
    const answer = await explore(about({ shortest: true, ...setting }));
    assert.match(answer.violation?.what ?? '', wrong, `This should have gone wrong, and has not: ${shown(answer)}`);
    t.diagnostic(shown(answer));
  });
}
