import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readClaim } from '../../../src/locks/kinds/content.ts';
import type { Claim } from '../../../src/locks/kinds/kind.ts';
import type { Artifact } from '../../../src/locks/observation.ts';

const file = (content: string | Uint8Array, whole = true): Artifact => ({
  type: 'file',
  head: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  whole,
});
const pid = (number: number, host: string | null = null, hostIsGuess = false): Claim => ({ by: 'pid', pid: number, host, hostIsGuess, mark: null });
const nobody: Claim = { by: 'nobody' };

describe('readClaim', () => {
  const cases: readonly (readonly [string, Claim])[] = [
    ['', nobody],
    ['4312', pid(4312)],
    ['4312\n', pid(4312)],
    ['  4312 \n', pid(4312)],
    ['pid 4312\n', pid(4312)],
    ['PID: 4312', pid(4312)],
    ['pid=4312\nhost=mill\n', pid(4312, 'mill')],
    ['6871 vm', pid(6871, 'vm', true)],
    ['1234 apache2', pid(1234, 'apache2', true)],
    ['20261121', nobody],
    ['1795252829', nobody],
    ['4312\nmill.example.org\n', pid(4312, 'mill.example.org', true)],
    ['4312 localhost', pid(4312)],
    ['0', nobody],
    ['-1', nobody],
    ['4312abc', nobody],
    ['99999999999', nobody],
    ['locked by ada', nobody],
    ['1.2.3', nobody],
    ['{"pid":4312}', pid(4312)],
    ['{"pid":"4312","hostname":"mill"}', pid(4312, 'mill')],
    ['{"PID":4312,"host":"127.0.0.1"}', pid(4312)],
    ['{"pid":4312,"host":"10.0.0.5"}', pid(4312, '10.0.0.5')],
    ['{"pid":4312,"hostname":"Johns MacBook Pro"}', pid(4312, 'Johns MacBook Pro')],
    ['{"pid":4312,"nodeName":"mill"}', pid(4312, 'mill')],
    ['{"pid":4312,"hostname":"localhost:3000"}', pid(4312)],
    ['pid=4312 host=10.0.0.5', pid(4312, '10.0.0.5')],
    ['4312\n10.0.0.5\n', pid(4312, '10.0.0.5', true)],
    ['{"owner":{"pid":4312,"host":"mill"},"since":1}', pid(4312, 'mill')],
    ['{"dependencies":{"pid":4312}}', nobody],
    ['{"pid":0}', nobody],
    ['{"pid":1.5}', nobody],
    ['{"pid":43', { by: 'garbled', reason: 'half-written' }],
    ['{"pid":4312,"timestamp":', { by: 'garbled', reason: 'half-written' }],
    ['{', { by: 'garbled', reason: 'half-written' }],
    [`4312 ${'x'.repeat(600)}`, nobody],
  ];
  for (const [content, claim] of cases) {
    test(`${JSON.stringify(content.slice(0, 50))} names ${claim.by === 'pid' ? `${claim.pid} on ${claim.host}` : claim.by}`, () => {
      assert.deepEqual(readClaim(file(content)).claim, claim);
    });
  }

  test('bytes that are no text name nobody', () => {
    assert.deepEqual(readClaim(file(Uint8Array.of(0x34, 0, 0x32))).claim, nobody);
    assert.deepEqual(readClaim(file(Uint8Array.of(0xff, 0xfe, 0x80))).claim, nobody);
  });

  test('a file that was not read whole names nobody', () => {
    assert.deepEqual(readClaim(file('4312', false)).claim, nobody);
  });

  test('what cannot be read may name anybody', () => {
    assert.deepEqual(readClaim({ type: 'unreadable', reason: 'EACCES' }).claim, { by: 'garbled', reason: 'unreadable' });
  });

  const moment = Date.UTC(2026, 10, 21, 7, 0, 0);
  for (const [content, at] of [
    [`{"pid":1,"timestamp":${moment}}`, moment],
    [`{"pid":1,"timestamp":${moment / 1000}}`, moment],
    ['{"pid":1,"acquiredAt":"2026-11-21T07:00:00Z"}', moment],
    [`4312\n2026-11-21T07:00:00.000Z\n`, moment],
    [`4312 ${moment}`, moment],
    ['{"pid":1,"timestamp":12}', null],
    ['{"pid":1,"timestamp":"yesterday"}', null],
    ['4312', null],
  ] as const) {
    test(`${JSON.stringify(content)} was acquired at ${at}`, () => assert.equal(readClaim(file(content)).claimedAt, at));
  }
});
