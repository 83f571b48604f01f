// `lockscope stats` and the times of `lockscope watch`, of the built command line, with real locks.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { orGone } from '../../src/base/errors.ts';
import { instant } from '../../src/base/instant.ts';
import type { LockName, Span } from '../../src/contention/model.ts';
import { traceOf } from '../../src/contention/export/trace-event.ts';
import { list, number, record, string, type Fields } from '../../src/base/json.ts';
import { runLoad } from './contention/loads.ts';
import type { Truth } from './contention/locker.ts';
import { cli, CommandPlace } from './demo/command-place.ts';
import { waitFor } from './demo/wait.ts';

const rows = (out: string): Fields[] => list(JSON.parse(out), record);

describe('lockscope stats', { concurrency: false }, () => {
  test('watches until it is interrupted, and counts what was held', { skip: process.platform !== 'linux' }, async (t) => {
    const place = new CommandPlace(t);
    const child = spawn(process.execPath, [cli, 'stats', '--json', '--for', '60', place.folder], { env: place.env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await untilWatched(child, place.folder);
    // A thread that is kept from its core for longer than between two holds cannot tell the first two from one; it knows of the others that they were.
    const names = ['a.lock', 'b.lock', 'c.lock'];
    const truths: Truth[][] = [];
    for (const name of names) truths.push(await runLoad('file-load', 'file', 5, 40, place.at(name)));
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    const counted = names.map((name) => rows(out).find(({ path }) => path === place.at(name)));
    t.diagnostic(counted.map((row) => String(row?.['acquisitions'])).join(' '));
    const [row] = counted.filter((each, i) => each?.['acquisitions'] === truths[i]?.length);
    assert.ok(row !== undefined, out);
    assert.ok(number(record(row['holdMs'])['max']) >= 35, out);
    assert.deepEqual(Object.keys(row), ['path', 'resource', 'kind', 'title', 'from', 'to', 'acquisitions', 'glimpsed', 'holdMs', 'waitMs', 'utilisation', 'contendedShare', 'atLeast', 'atLeastOf', 'blocking']);
  });

  test('shows the figures of an exported trace', (t) => {
    const place = new CommandPlace(t);
    const lock: LockName = { path: '/ws/a.lock', resource: '/ws/a', kind: 'lock-file', title: 'Lock file' };
    const span: Span = { id: 1, is: 'hold', lock: lock.path, actor: { pid: 5, startMark: null, command: 'make' }, mode: 'exclusive', from: 1000, to: 1250, certainty: 'seen', blockers: [] };
    writeFileSync(place.at('trace.json'), traceOf({ spans: [span], locks: [lock] }, 2000));
    const run = (...words: readonly string[]) => spawnSync(process.execPath, [cli, 'stats', ...words], { cwd: place.folder, env: place.env, encoding: 'utf8' });
    const [row] = rows(run('--from', 'trace.json', '--json').stdout);
    assert.deepEqual([row?.['path'], row?.['acquisitions'], row?.['kind']], ['/ws/a.lock', 1, 'lock-file']);
    assert.match(run('--from', 'trace.json').stdout, /^\/ws\/a\.lock\s+1\s+250 ms/m);
    writeFileSync(place.at('other.json'), '{"traceEvents":[]}');
    const bad = [run('--from', 'other.json'), run('--from', 'nowhere.json'), run('--from', 'trace.json', '--for', '3'), run('--for', '0'), run('--for', 'soon'), run('--often'), run('nowhere')];
    assert.deepEqual(bad.map(({ status }) => status), bad.map(() => 2));
    assert.ok(bad.every(({ stderr, stdout }) => stderr.trim().split('\n').length === 1 && stdout === ''), JSON.stringify(bad.map(({ stderr }) => stderr)));
  });
});

describe('lockscope watch', () => {
  test('tells when a lock appeared and was released, not when that was told', { skip: process.platform !== 'linux' }, async (t) => {
    const place = new CommandPlace(t);
    const child = spawn(process.execPath, [cli, 'watch', '--json', place.folder], { env: place.env, stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => child.kill('SIGKILL'));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (wanted: string): Promise<number> => {
      for (;;) {
        const { value } = await lines.next();
        const { event, at } = record(JSON.parse(string(value)));
        if (event === wanted) return number(at);
      }
    };
    await untilWatched(child, place.folder);
    const at = place.at('job.lock');
    const off: number[] = [];
    // What is told comes 50 ms late; a busy machine may be late once in a while, but not each time.
    for (let i = 0; i < 6; i++) {
      const made = instant();
      closeSync(openSync(at, 'wx'));
      const appeared = await next('appeared');
      const gone = instant();
      unlinkSync(at);
      const released = await next('released');
      assert.ok(released >= appeared);
      off.push(Math.abs(appeared - made) + Math.abs(released - gone));
    }
    t.diagnostic(off.map((ms) => ms.toFixed(1)).join(' '));
    assert.ok(Math.min(...off) < 20, off.join(' '));
  });
});

/** A folder is watched when the process has the kernel's watch on it. */
async function untilWatched({ pid = 0 }: ChildProcess, folder: string): Promise<void> {
  const sign = `ino:${statSync(folder).ino.toString(16)} `;
  const infos = `/proc/${pid}/fdinfo`;
  await waitFor(() => (orGone(() => readdirSync(infos)) ?? []).some((name) => orGone(() => readFileSync(`${infos}/${name}`, 'latin1'))?.includes(sign)), `${folder} to be watched`);
}
