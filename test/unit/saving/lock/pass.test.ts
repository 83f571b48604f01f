import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { lookAt, makeLock } from '../../../../src/saving/lock/folder.ts';
import { claim, isYoung, untilClaimed, type Made } from '../../../../src/saving/lock/pass.ts';
import { LockRecord, note, type Acquisition } from '../../../../src/saving/lock/record.ts';
import { takeBack } from '../../../../src/saving/lock/take-over.ts';

/** A record that does something else before one of its operations, as if that came from another process. */
class Interrupted extends LockRecord {
  #before: number;
  readonly #act: () => void;

  constructor(lockPath: string, before: number, act: () => void) {
    super(lockPath);
    this.#before = before;
    this.#act = act;
  }

  override read(): ReturnType<LockRecord['read']> {
    this.#step();
    return super.read();
  }

  override write(acquisition: Acquisition): void {
    this.#step();
    super.write(acquisition);
  }

  override isRevoked(token: number): boolean {
    this.#step();
    return super.isRevoked(token);
  }

  override revoke(token: number): void {
    this.#step();
    super.revoke(token);
  }

  #step(): void {
    if (this.#before-- === 0) this.#act();
  }
}

describe('a lock that is passed on', () => {
  let folder: string;
  let lockPath: string;
  let record: LockRecord;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lockscope-pass-'));
    process.env['LOCKSCOPE_STATE_DIR'] = path.join(folder, 'state');
    lockPath = path.join(folder, 'a.lock');
    record = new LockRecord(lockPath);
  });
  afterEach(() => {
    record.dispose();
    delete process.env['LOCKSCOPE_STATE_DIR'];
    rmSync(folder, { recursive: true });
  });

  /** As its last holder has left it. @returns the token of that hold */
  function passOn(): number {
    const made = makeLock(lockPath);
    assert.ok(made !== null);
    return note(record, made);
  }

  test('is claimed as it stands, with a larger token', async () => {
    const token = passOn();
    const before = lookAt(lockPath);
    const made = await claim({ lockPath, record }, token);
    assert.ok(made !== null && made.token > token);
    assert.deepEqual(lookAt(lockPath), before);
  });

  test('is claimed by nobody who was not meant, or comes too late', async () => {
    const token = passOn();
    assert.equal(await claim({ lockPath, record }, token - 1), null);
    await takeBack({ lockPath, record }, token);
    assert.equal(existsSync(lockPath), false);
    assert.equal(await claim({ lockPath, record }, token), null);
    passOn();
    assert.equal(await claim({ lockPath, record }, token), null, 'it is another lock by now');
  });

  test('that was claimed is not taken back', async () => {
    const token = passOn();
    assert.ok(await claim({ lockPath, record }, token));
    await takeBack({ lockPath, record }, token);
    assert.ok(existsSync(lockPath));
  });

  test('is claimed or taken back, never both and never neither, whenever it is claimed while it is taken back', async () => {
    const outcomes = new Set<string>();
    for (let before = 0; before < 5; before++) {
      const token = passOn();
      const claiming: Promise<Made | null>[] = [];
      const interrupted = new Interrupted(lockPath, before, () => claiming.push(claim({ lockPath, record }, token)));
      await takeBack({ lockPath, record: interrupted }, token);
      const made = await (claiming[0] ?? claim({ lockPath, record }, token));
      assert.equal(existsSync(lockPath), made !== null, `claimed before step ${before}`);
      outcomes.add(made === null ? 'taken back' : 'claimed');
      interrupted.dispose();
      if (made !== null) rmSync(lockPath, { recursive: true });
    }
    assert.deepEqual([...outcomes].toSorted(), ['claimed', 'taken back']);
  });

  test('and whenever it begins to be taken back while it is claimed', async () => {
    for (let before = 0; before < 5; before++) {
      const token = passOn();
      const takingBack: Promise<void>[] = [];
      // What takes it back waits for its mutex first, so only its beginning comes between: revoking is done here at once.
      const interrupted = new Interrupted(lockPath, before, () => {
        record.revoke(token);
        takingBack.push(takeBack({ lockPath, record }, token));
      });
      const made = await claim({ lockPath, record: interrupted }, token);
      await Promise.all(takingBack);
      assert.equal(existsSync(lockPath), made !== null, `taken back before step ${before}`);
      interrupted.dispose();
      if (made !== null) rmSync(lockPath, { recursive: true });
    }
  });

  test('and not claimed in time is taken back by whoever passed it on', async () => {
    const token = passOn();
    await new Promise<void>((resolve) => {
      // Its own timer keeps no process alive.
      const alive = setInterval(() => null, 1000);
      untilClaimed({ lockPath, record }, token, () => {
        clearInterval(alive);
        resolve();
      });
    });
    assert.equal(existsSync(lockPath), false);
  });

  test('is young, so that others find it free now and then', () => {
    const now = 1_764_100_000_000;
    const aged = (ms: number): boolean => isYoung({ dev: 1n, ino: 1n, born: BigInt(now - ms) * 1_000_000n }, now);
    assert.deepEqual([aged(0), aged(50), aged(1000), aged(-5000)], [true, true, false, false]);
    assert.equal(isYoung({ dev: 1n, ino: 1n, born: 0n }, now), false, 'of unknown birth');
  });
});
