import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf } from '../../../../src/contention/export/csv.ts';
import { actor, lockName, span } from '../make.ts';

/** By RFC 4180. */
function parse(csv: string): readonly (readonly string[])[] {
  return csv.slice(0, -2).split('\r\n').map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''));
}

test('holds and waits are lines of comma-separated values', () => {
  const spans = [
    span({ id: 4, is: 'hold', from: 1000, to: 1002.25, actor: actor(12, 'git commit -m "a, b"') }),
    span({ id: 5, is: 'wait', from: 1001, to: null, lock: '/ws/no name', mode: 'shared', actor: actor(null), certainty: 'sampled', blockers: [actor(12, 'git'), actor(null)] }),
  ];
  const csv = csvOf({ spans, locks: [lockName('/ws/a.lock')] });
  assert.ok(csv.endsWith('\r\n'));
  assert.deepEqual(parse(csv), [
    ['id', 'what', 'lock', 'resource', 'kind', 'pid', 'command', 'mode', 'from', 'to', 'from_ms', 'to_ms', 'duration_ms', 'certainty', 'blockers'],
    ['4', 'hold', '/ws/a.lock', '/ws/a', 'git-index', '12', 'git commit -m "a, b"', 'exclusive', '1970-01-01T00:00:01.000Z', '1970-01-01T00:00:01.002Z', '1000', '1002.25', '2.25', 'seen', ''],
    ['5', 'wait', '/ws/no name', '', '', '', '', 'shared', '1970-01-01T00:00:01.001Z', '', '1001', '', '', 'sampled', 'git (12); unknown'],
  ]);
});

test('no text is a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const csv = csvOf({ spans: [span({ is: 'hold', from: 1, to: 2, actor: actor(1, `${start}cmd|' /C calc'!A0`) })], locks: [] });
    assert.ok(csv.includes(`'${start}cmd`), JSON.stringify(csv));
  }
  const csv = csvOf({ spans: [span({ is: 'hold', from: 1, to: 2, actor: actor(1, '=HYPERLINK("x","y")') })], locks: [] });
  assert.equal(parse(csv)[1]?.[6], '\'=HYPERLINK("x","y")');
});
