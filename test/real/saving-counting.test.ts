// Processes that count, log and append together, and some that are killed while they do.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { LockedCounter } from '../../src/saving/counter.ts';
import { RotatingLog } from '../../src/saving/rotating-log.ts';
import { workTogether } from './saving/count-crew.ts';
import { accountOf, rotateAt } from './saving/count-lines.ts';

function fileFor(t: TestContext, name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-counting-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, name);
}

function linesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

describe('a counter that processes count in', () => {
  test('two processes, 500 each: exactly 1000, and every value once', async (t) => {
    const file = fileFor(t, 'count');
    const { acknowledged } = await workTogether({ what: 'counter', file, processes: 2, times: 500, callers: 5, kills: 0 });
    assert.equal(await new LockedCounter(file).value(), 1000);
    assert.deepEqual(acknowledged.flat().map(Number).toSorted((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i + 1));
  });

  test('processes that are killed lose nothing that was acknowledged, and leave nothing behind', async (t) => {
    const file = fileFor(t, 'count');
    const callers = 2;
    const { acknowledged, killed } = await workTogether({ what: 'counter', file, processes: 3, times: 40, callers, kills: 6 });
    const values = acknowledged.flat().map(Number);
    const value = await new LockedCounter(file).value();
    t.diagnostic(`${killed} killed, ${values.length} acknowledged, ${value} counted`);
    assert.ok(killed > 0);
    assert.equal(new Set(values).size, values.length);
    assert.ok(Math.max(...values) <= value);
    // What was counted when its process was killed before it could say so.
    assert.ok(value >= values.length && value <= values.length + killed * callers, String(value));
    await new LockedCounter(file).increment();
    while (existsSync(`${file}.lock`)) await new Promise(setImmediate);
    assert.deepEqual(readdirSync(path.dirname(file)), ['count']);
  });
});

describe('a log that is put aside while processes write to it', () => {
  test('8 processes, some killed: no line lost or doubled, and none torn but what its writer was killed in', async (t) => {
    const file = fileFor(t, 'log.txt');
    const { acknowledged, killed } = await workTogether({ what: 'log', file, processes: 8, times: 150, callers: 10, kills: 8 });
    const log = new RotatingLog(file, { maxBytes: rotateAt, keep: 1_000_000 });
    const found = [...log.texts()].toReversed().flatMap(linesIn);
    const account = accountOf(found, acknowledged.flat());
    t.diagnostic(`${killed} killed, ${account.lines} lines in ${readdirSync(path.dirname(file)).length} files, ${account.torn.length} torn`);
    assert.ok(killed > 0 && readdirSync(path.dirname(file)).length > 1);
    assert.deepEqual([account.lost, account.doubled], [0, 0]);
    assert.ok(account.torn.length <= killed);
  });
});

describe('lines that processes append', () => {
  test('8 processes, some killed: none lost or doubled', async (t) => {
    const file = fileFor(t, 'lines.txt');
    const { acknowledged, killed } = await workTogether({ what: 'append', file, processes: 8, times: 100, callers: 10, kills: 8 });
    const account = accountOf(linesIn(readFileSync(file, 'utf8')), acknowledged.flat());
    t.diagnostic(`${killed} killed, ${account.lines} lines, ${account.torn.length} torn`);
    assert.ok(killed > 0);
    assert.deepEqual([account.lost, account.doubled], [0, 0]);
    assert.ok(account.torn.length <= killed);
    assert.deepEqual(readdirSync(path.dirname(file)), ['lines.txt']);
  });
});
