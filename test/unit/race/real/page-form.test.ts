import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { faultsOf, notSurviving, strikingIn } from '../../../../media/race-runs/form/faults.ts';
import { actorsIn, numberFields, numberIn } from '../../../../media/race-runs/form/fields.ts';
import { chosenOf, firstForm, scenarioOf, type Form } from '../../../../media/race-runs/form/form.ts';
import { planOf } from '../../../../media/race-runs/form/plan.ts';
import { plannedWords, wrongWords } from '../../../../media/race-runs/form/words.ts';
import { catalogWith, strategy } from './page-fixtures.ts';

const counter = catalogWith([strategy('none', { claims: 'broken', faults: ['kill'] }), strategy('flock', { faults: ['kill', 'slowMs'], survives: ['kill', 'slowMs'] }), strategy('file-lock', { faults: ['kill', 'pause'], survives: ['kill'] }), strategy('redlock', { availability: { is: 'missing', what: 'Redis', how: 'Install it.' } })]).scenarios[0];
assert.ok(counter !== undefined);

function form(fields: Partial<Form['fields']> = {}, rest: Partial<Form> = {}): Form {
  return { ...firstForm, ...rest, fields: { ...firstForm.fields, ...fields } };
}

suite('The form of the measured runs', () => {
  test('reads numbers of actors however they are separated, each once and in order', () => {
    assert.deepEqual(actorsIn('4, 1;2  2'), [1, 2, 4]);
    for (const wrong of ['', ' , ', '0', '1.5', '257', '-1', 'two', '1, x']) assert.equal(actorsIn(wrong), null, wrong);
  });

  test('reads a number within its limits, with a comma too; nothing is null only where nothing may stand', () => {
    assert.equal(numberIn(' 0,5 ', numberFields.kill), 0.5);
    assert.equal(numberIn('', numberFields.kill), null);
    assert.equal(numberIn('', numberFields.seconds), undefined);
    for (const wrong of ['101', '-1', 'x', '1e999']) assert.equal(numberIn(wrong, numberFields.kill), undefined, wrong);
    assert.equal(numberIn('1.5', numberFields.operations), undefined);
  });

  test('plans each chosen strategy with each number of actors; what cannot run here is never chosen', () => {
    const plan = planOf(form({ actors: '1, 2' }, { chosen: { counter: ['none', 'flock', 'redlock'] } }), counter, 500);
    assert.ok(plan.is === 'plan');
    assert.deepEqual(plan.runs.map(({ strategy: name, actors }) => [name, actors]), [['none', 1], ['none', 2], ['flock', 1], ['flock', 2]]);
    assert.match(plannedWords(plan.runs), /^4 runs, about \d+ s$/);
  });

  test('chooses what is telling when nobody has chosen', () => {
    assert.deepEqual(chosenOf(firstForm, counter).map(({ name }) => name), ['none', 'flock', 'file-lock']);
    assert.deepEqual(chosenOf(form({}, { chosen: { counter: [] } }), counter), []);
  });

  test('gives each strategy only the faults that make sense with it, as shares of 1', () => {
    const plan = planOf(form({ kill: '1', slowMs: '5', actors: '2' }), counter, 500);
    assert.ok(plan.is === 'plan');
    assert.deepEqual(plan.runs.map(({ strategy: name, faults }) => [name, faults.kill, faults.slowMs]), [['none', 0.01, 0], ['flock', 0.01, 5], ['file-lock', 0.01, 0]]);
    assert.deepEqual(strikingIn(faultsOf(form({ kill: '0', pause: '2' }))), ['pause']);
  });

  test('tells which strategies do not claim to outlive the faults; one that is known to break is none of them', () => {
    assert.deepEqual(notSurviving(form({ kill: '1', pause: '1' }), counter).map(({ name }) => name), ['file-lock']);
    assert.deepEqual(notSurviving(form({ kill: '1' }), counter), []);
  });

  test('says what is wrong, with the field; of two lengths only the one that counts can be wrong', () => {
    const wrong = (each: Form): unknown => {
      const plan = planOf(each, counter, 5);
      return plan.is === 'wrong' ? plan.wrong : plan.runs.length;
    };
    assert.deepEqual(wrong(form({}, { chosen: { counter: ['redlock'] } })), { is: 'strategies' });
    assert.deepEqual(wrong(form({ actors: 'x' })), { is: 'actors' });
    assert.deepEqual(wrong(form({ seconds: '0' })), { is: 'number', field: 'seconds' });
    assert.deepEqual(wrong(form({ seconds: '0', actors: '1' }, { length: 'operations' })), 3);
    assert.deepEqual(wrong(form({ pauseMs: '', actors: '1' })), 3);
    assert.deepEqual(wrong(form({ pauseMs: '', pause: '1' })), { is: 'number', field: 'pauseMs' });
    assert.deepEqual(wrong(form({ actors: '1, 2' })), { is: 'many', runs: 6 });
    assert.equal(wrongWords({ is: 'number', field: 'leaseMs' }), 'Lease: a number from 50 to 3,600,000.');
  });

  test('begins with the counter, else with the first there is', () => {
    const catalog = { scenarios: [{ ...counter, name: 'append' }, counter] };
    assert.equal(scenarioOf(firstForm, catalog)?.name, 'counter');
    assert.equal(scenarioOf(form({}, { scenario: 'append' }), catalog)?.name, 'append');
    assert.equal(scenarioOf(form({}, { scenario: 'gone' }), { scenarios: [] }), null);
  });
});
