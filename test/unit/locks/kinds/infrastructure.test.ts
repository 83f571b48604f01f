import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGarbled, checkNone, checkOther, checkSamples, read } from './catalogue-sample.ts';
import { infrastructureSamples } from './infrastructure.samples.ts';

checkSamples('infrastructure', infrastructureSamples);

const name = 'ab'.repeat(32);

checkGarbled('infrastructure', [
  { at: '/w/.terraform.tfstate.lock.info', content: '', why: 'nothing yet' },
  { at: '/w/.terraform.tfstate.lock.info', content: '{"ID":"7c', why: 'cut' },
  { at: '/w/.pulumi/locks/a/b/c.json', content: '{"pid":42', why: 'cut' },
  { at: '/b/lock.exclusive', content: [], why: 'no holder in it' },
  { at: '/b/lock.roster', content: '{"shared": [["vm@1", "x", 0]]}', why: 'a holder without a pid' },
]);

checkNone('infrastructure', [
  { at: '/w/.notes.lock.info', content: '{"name":"x"}', why: 'another record' },
  { at: '/w/.notes.lock.info', content: 'words', why: 'some text' },
  { at: '/w/.notes.lock.info', content: '', why: 'nothing in it, and not a state by its name' },
  { at: '/w/.terraform.lock.hcl', content: '', why: 'the manifest of Terraform' },
  { at: '/w/.pulumi/locks/a/b/c.json', content: '{"pid":4242}', why: 'no host' },
  { at: '/b/lock.exclusive', content: ['notes.txt'], why: 'a folder with something else' },
  { at: '/b/lock.roster', content: '{}', why: 'nobody shares it' },
  { at: '/b/lock.roster', content: '{"shared": []}', why: 'nobody shares it' },
  { at: '/b/lock.roster', content: '{"exclusive": [["vm@1", 5, 0]]}', around: { '/b/lock.exclusive': ['vm@1.5-0'] }, why: 'it belongs to lock.exclusive' },
  { at: `/w/locks/${name}`, content: 'x', why: 'no restic repository around it' },
  { at: `/r/locks/${name}`, content: '', around: { '/r/config': '', '/r/keys': [], '/r/snapshots': [] }, why: 'empty, which restic never writes' },
  { at: '/w/dpkg/lock', content: '', why: 'another folder called dpkg' },
]);

checkOther('infrastructure', 'pacman', [{ at: '/w/db.lck', content: '', why: 'another folder' }]);

test('the id of a Terraform lock is in nothing but the command', () => {
  const id = '7c6ad1a2-5d3b-4bd4-9a60-2f1f5c6e7d80';
  const reading = read({ at: '/w/.terraform.tfstate.lock.info', content: `{"ID":"${id}","Operation":"x","Who":"ann@vm"}` });
  assert.ok(reading !== null);
  const { ways, ...rest } = reading;
  assert.ok(!JSON.stringify(rest).includes(id) && ways.every(({ does }) => !JSON.stringify(does).includes(id)));
});
