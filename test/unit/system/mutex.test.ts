import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { acquireMutex, MutexBusyError, withMutex } from '../../../src/system/mutex.ts';

const source = path.resolve(import.meta.dirname, '../../../src/system/mutex.ts');

/** Longer than anything here takes, ms. */
const ample = 60_000;

describe('a mutex among processes', () => {
  test('is free after its release, and busy until then', async () => {
    const name = randomUUID();
    const held = await acquireMutex(name, 0);
    await assert.rejects(acquireMutex(name, 0), MutexBusyError);
    await assert.rejects(acquireMutex(name, 50), MutexBusyError);
    const other = await acquireMutex(`${name} other`, 0);
    held.release();
    (await acquireMutex(name, 0)).release();
    other.release();
  });

  test('wakes a waiter, and is released when its holder throws', async () => {
    const name = randomUUID();
    const held = await acquireMutex(name, 0);
    const waiting = withMutex(name, ample, () => Promise.reject(new Error('mine')));
    held.release();
    await assert.rejects(waiting, /mine/);
    (await acquireMutex(name, 0)).release();
  });

  test('goes with a process that is killed, and wakes who waits for it', async () => {
    const name = randomUUID();
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', `import { acquireMutex } from ${JSON.stringify(source)};
      await acquireMutex(${JSON.stringify(name)}, 0);
      console.log('held');
      setInterval(() => undefined, 1000);`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await assert.rejects(acquireMutex(name, 0), MutexBusyError);
    const waiting = acquireMutex(name, ample);
    child.kill('SIGKILL');
    (await waiting).release();
  });

  test('lets one process in at a time', async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-mutex-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const count = path.join(folder, 'count');
    writeFileSync(count, '0');
    const times = 100;
    const program = `import { withMutex } from ${JSON.stringify(source)};
      import { readFileSync, writeFileSync } from 'node:fs';
      for (let i = 0; i < ${times}; i++) {
        await withMutex(${JSON.stringify(folder)}, ${ample}, async () => {
          const before = Number(readFileSync(${JSON.stringify(count)}, 'utf8'));
          await new Promise(setImmediate);
          writeFileSync(${JSON.stringify(count)}, String(before + 1));
        });
      }`;
    const children = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'inherit' }));
    await Promise.all(children.map((child) => once(child, 'exit')));
    assert.equal(readFileSync(count, 'utf8'), String(3 * times));
  });
});
