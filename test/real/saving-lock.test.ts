// FileLock, ReadWriteLock and Semaphore among real processes, beside real proper-lockfile.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { check, lock as properLock } from 'proper-lockfile';
import { inspectLock, type Lock } from '../../src/core.ts';
import { FileLock, LockTimeoutError, type LockOwner } from '../../src/saving/lock/file-lock.ts';
import { tempFolder } from './demo/temp-folder.ts';
import { waitFor } from './demo/wait.ts';
import { Holder } from './saving/lock-holders.ts';

let temp: ReturnType<typeof tempFolder>;
let file: string;
let count = 0;

before(() => {
  temp = tempFolder();
  process.env['LOCKSCOPE_STATE_DIR'] = path.join(temp.path, 'state');
});
after(() => {
  delete process.env['LOCKSCOPE_STATE_DIR'];
  temp[Symbol.dispose]();
});
beforeEach(() => {
  count += 1;
  file = path.join(temp.path, `data-${count}.json`);
  writeFileSync(file, '0 0 0\n');
});

/** A process that ends with the test at the latest. */
function holderFor(t: TestContext): Holder {
  const holder = new Holder(file, path.join(temp.path, 'state'));
  t.after(() => holder.kill());
  return holder;
}

function holdersFor(t: TestContext, howMany: number): Holder[] {
  return Array.from({ length: howMany }, () => holderFor(t));
}

/** Nothing that belongs to the lock stands beside the file. */
function assertNothingLeft(): void {
  assert.deepEqual(namesLeft(), []);
}

function namesLeft(): string[] {
  return readdirSync(temp.path).filter((name) => name.startsWith(`${path.basename(file)}.`) && !name.endsWith('.inside'));
}

/** What readers have used is removed a moment after the last of them. */
async function untilNothingLeft(): Promise<void> {
  await waitFor(() => namesLeft().length === 0, () => `${namesLeft().join(', ')} to be removed`);
}

describe('a FileLock among processes', { concurrency: false }, () => {
  test('has one holder at a time, each with a larger token, and leaves nothing', async (t) => {
    const holders = holdersFor(t, 4);
    await Promise.all(holders.map((holder) => holder.ask('alone:150')));
    const tokens: unknown[] = [];
    for (const holder of holders) {
      tokens.push(await holder.ask('acquire'));
      await holder.ask('release');
    }
    assert.deepEqual(tokens, [...new Set(tokens)].toSorted((a, b) => Number(a) - Number(b)));
    assertNothingLeft();
  });

  test('is released to whoever waited first', async (t) => {
    const [first, second, third] = holdersFor(t, 3);
    assert.ok(first && second && third);
    await first.ask('acquire');
    await second.ask('wait');
    await third.ask('wait');
    const order: string[] = [];
    const follow = async (holder: Holder, name: string): Promise<void> => {
      await holder.ask('acquired');
      order.push(name);
      await holder.ask('release');
    };
    const following = [follow(third, 'third'), follow(second, 'second')];
    await first.ask('release');
    await Promise.all(following);
    assert.deepEqual(order, ['second', 'third']);
  });

  test('of a killed holder is acquired at once, with its name told before', async (t) => {
    const holder = holderFor(t);
    await holder.ask('acquire');
    const told: (LockOwner | null)[] = [];
    const acquired = new FileLock(file).acquire({ onWait: (owner) => told.push(owner) });
    await waitFor(() => told.length > 0, 'the waiting to be told');
    assert.equal(told[0]?.pid, holder.pid);
    assert.match(told[0].command ?? '', /lock-actor/);
    const start = performance.now();
    await holder.kill();
    await using hold = await acquired;
    assert.ok(hold.isHeld);
    // It would take stale time, 10 s, to find out by its silence.
    t.diagnostic(`${Math.round(performance.now() - start)} ms after its end`);
    assert.deepEqual(told.map((owner) => owner?.pid), [holder.pid]);
  });

  test('of a stopped holder is never taken over, however long it is silent', async (t) => {
    const holder = holderFor(t);
    await holder.ask('acquire');
    holder.signal('SIGSTOP');
    // Its renewals were due every second, and it would be stale after two.
    await assert.rejects(new FileLock(file, { staleMs: 2000 }).acquire({ timeoutMs: 5000 }), (error: unknown) => error instanceof LockTimeoutError && error.owner?.pid === holder.pid);
    holder.signal('SIGCONT');
    assert.equal(await holder.ask('is-held'), true);
    await holder.ask('release');
    assertNothingLeft();
  });

  test('goes on when the process that hosts the line is killed, or stopped', async (t) => {
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const mine = new FileLock(file);
      const hold = await mine.acquire();
      const [host, other] = holdersFor(t, 2);
      assert.ok(host && other);
      // The first that waits hosts the line; the other comes into it.
      await host.ask('wait');
      await other.ask('wait');
      host.signal(signal);
      await hold.release();
      await other.ask('acquired');
      await other.ask('release');
      await host.kill();
      await mine.run(() => true);
    }
  });

  test('goes on after the process that hosts the line was stopped, and others went on without it', async (t) => {
    const mine = new FileLock(file);
    const hold = await mine.acquire();
    const [host, other] = holdersFor(t, 2);
    assert.ok(host && other);
    await host.ask('wait');
    await other.ask('wait');
    host.signal('SIGSTOP');
    await hold.release();
    await other.ask('acquired');
    await other.ask('release');
    // It hears of all that once it goes on: that the other is done, and waits again.
    await other.ask('wait');
    host.signal('SIGCONT');
    await host.ask('acquired');
    await host.ask('release');
    await other.ask('acquired');
    await other.ask('release');
    await mine.run(() => true);
  });

  test('with holders that are killed while they have it: never two inside, and everyone goes on', async (t) => {
    let killed = 0;
    const worker = async (): Promise<void> => {
      for (let left = 3; left > 0; left--) {
        const holder = holderFor(t);
        await holder.ask('alone-dying:60').catch((error: unknown) => {
          if (!String(error).includes('ended during')) throw error;
          killed += 1;
        });
        await holder.kill();
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    t.diagnostic(`${killed} killed`);
    await new FileLock(file).run(() => true);
    assertNothingLeft();
  });

  test('is released when its process exits', async (t) => {
    const holder = holderFor(t);
    await holder.ask('exit-holding');
    await holder.exited;
    assertNothingLeft();
  });

  test('that is taken away is told as lost, and another is not released for it', async (t) => {
    const holder = holderFor(t);
    await holder.ask('acquire');
    const lost = holder.ask('lost');
    rmdirSync(`${file}.lock`);
    await using _hold = await new FileLock(file).acquire();
    assert.match(String(await lost), /LockLostError: The lock of .*data-\d+\.json was lost/);
    await holder.ask('release');
    assert.ok(existsSync(`${file}.lock`));
  });
});

describe('a FileLock as Lockscope shows it', () => {
  test('held by its process, stale when that was killed', async (t) => {
    const holder = holderFor(t);
    const shown = (): Lock | null => inspectLock(`${file}.lock`);
    await holder.ask('acquire');
    assert.deepEqual([shown()?.kind, shown()?.verdict.state, shown()?.holder?.pid], ['file-lock', 'held', holder.pid]);
    await holder.kill();
    assert.deepEqual([shown()?.verdict.state, shown()?.verdict.evidence[0]?.code], ['stale', 'pid-dead']);
    await new FileLock(file).run(() => assert.equal(shown()?.holder?.pid, process.pid));
    assert.equal(shown(), null);
  });
});

describe('a FileLock and proper-lockfile', { concurrency: false }, () => {
  test('proper-lockfile finds a held FileLock locked, and acquires it after its release', async () => {
    const hold = await new FileLock(file).acquire();
    assert.equal(await check(file), true);
    await assert.rejects(properLock(file), { code: 'ELOCKED' });
    await hold.release();
    await (await properLock(file))();
    assertNothingLeft();
  });

  test('FileLock waits for a proper-lockfile holder, who has no name, and follows at once', async (t) => {
    const holder = holderFor(t);
    await holder.ask('proper');
    const told: (LockOwner | null)[] = [];
    const acquired = new FileLock(file).acquire({ onWait: (owner) => told.push(owner) });
    await waitFor(() => told.length > 0, 'the waiting to be told');
    await holder.ask('release-proper');
    await (await acquired).release();
    assert.deepEqual(told, [null]);
    assertNothingLeft();
  });

  test('a living proper-lockfile holder is waited for past its stale time; a killed one is followed', async (t) => {
    const holder = holderFor(t);
    await holder.ask('proper');
    const impatient = new FileLock(file, { staleMs: 2000 });
    await assert.rejects(impatient.acquire({ timeoutMs: 4500 }), LockTimeoutError);
    await holder.kill();
    await using hold = await impatient.acquire({ timeoutMs: 20_000 });
    assert.ok(hold.isHeld);
    assert.equal(await check(file), true);
  });

  test('proper-lockfile follows a killed FileLock holder by its silence', async (t) => {
    const holder = holderFor(t);
    await holder.ask('acquire');
    await holder.kill();
    await (await properLock(file, { stale: 2000, retries: { retries: 40, minTimeout: 200, maxTimeout: 200 } }))();
    assertNothingLeft();
  });
});

describe('a ReadWriteLock among processes', { concurrency: false }, () => {
  test('readers share it, a writer has it alone', async (t) => {
    const [a, b, writer] = holdersFor(t, 3);
    assert.ok(a && b && writer);
    await Promise.all([a.ask('read'), b.ask('read')]);
    let hasWritten = false;
    const writing = writer.ask('write').then(() => void (hasWritten = true));
    await waitFor(() => existsSync(`${file}.lock`), 'the writer to announce itself');
    await a.ask('release');
    assert.equal(hasWritten, false);
    await b.ask('release');
    await writing;
    await writer.ask('release');
    await untilNothingLeft();
  });

  test('a killed reader and a killed writer keep nobody waiting', async (t) => {
    const [reader, writer, last] = holdersFor(t, 3);
    assert.ok(reader && writer && last);
    await reader.ask('read');
    const writing = writer.ask('write');
    await reader.kill();
    await writing;
    await writer.kill();
    await last.ask('read');
    await last.ask('release');
    await untilNothingLeft();
  });

  test('no write is seen half done, and neither readers nor writers starve', async (t) => {
    const readers = holdersFor(t, 3);
    const writers = holdersFor(t, 2);
    await Promise.all([...readers.map((holder) => holder.ask('reading:200')), ...writers.map((holder) => holder.ask('writing:60'))]);
    assert.deepEqual(readFileSync(file, 'utf8'), '120 120 120\n');
    await untilNothingLeft();
  });
});

describe('a Semaphore among processes', { concurrency: false }, () => {
  test('lets so many in and no more', async (t) => {
    const holders = holdersFor(t, 4);
    const most = await Promise.all(holders.map((holder) => holder.ask('permits:2/60')));
    assert.ok(Math.max(...most.map(Number)) <= 2);
    await untilNothingLeft();
  });
});
