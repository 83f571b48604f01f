import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { again, forever, loop, retry, type Body } from '../../../../src/race/model/loop.ts';
import { counter } from '../../../../src/race/model/objects/index.ts';
import { defineScenario, type Scenario } from '../../../../src/race/model/scenario.ts';
import { explored } from './exploring.ts';

const sum = counter('sum');

function of(A: () => Body): Scenario {
  const never5 = { name: 'It is never 5.', holds: (view: { of(object: typeof sum): number }) => view.of(sum) !== 5 };
  return defineScenario({ name: 'rounds', title: 't', promise: 'p', topic: 'o', variants: { it: { explanation: 'e', expect: 'FAILED', system: () => ({ shared: [sum], actors: { A }, invariants: [never5] }) } } });
}

/** Gives up after some tries, which it counts where the explorer cannot see it. */
function* givesUp(): Body {
  let tries = 0;
  yield* retry(function* () {
    const read = yield* sum.read();
    tries += 1;
    if (tries <= 3) return read === 5 ? true : undefined;
    yield* sum.write(5);
    return true;
  });
}

/** The same, seen only at the end of a round of several steps. */
function* turnsWrong(): Body {
  let rounds = 0;
  yield* forever(function* () {
    yield* sum.read();
    yield* sum.add(0);
    rounds += 1;
    if (rounds > 6) yield* sum.write(5);
  });
}

function* countsAsItShould(): Body {
  yield* loop<true, number>(0, function* (tries) {
    const read = yield* sum.read();
    if (tries < 3) return read === 5 ? true : again(tries + 1);
    yield* sum.write(5);
    return true;
  });
}

/** Its variable is set anew in each round before it is read. */
function* remembersNothing(): Body {
  let read = 0;
  yield* forever(function* () {
    read = yield* sum.read();
    yield* sum.write(read);
  });
}

describe('rounds of a loop that are taken for the same', () => {
  test('are refused where they count in a variable of their own', () => {
    for (const wrong of [givesUp, turnsWrong]) assert.throws(() => explored(of(wrong)), /A does not do the same again when it is told the same.*no variable outside of the actor or of the round of a loop/);
  });

  test('are told apart by the value that they begin with', () => {
    assert.equal(explored(of(countsAsItShould)).verdict, 'FAILED');
  });

  test('may use a variable that they set themselves', () => {
    assert.equal(explored(of(remembersNothing)).verdict, 'PROVED');
  });
});
