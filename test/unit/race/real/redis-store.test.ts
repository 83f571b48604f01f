// The store that checks fencing tokens: its rule, and over its socket.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CounterFile, counterFile } from '../../../../src/race/real/scenarios/counter/counter-file.ts';
import { StoreClient } from '../../../../src/race/real/store/client.ts';
import { FencedNumber } from '../../../../src/race/real/store/fenced.ts';
import { lineReader } from '../../../../src/race/real/store/line-reader.ts';
import { serveStore } from '../../../../src/race/real/store/server.ts';

function fenced(): { readonly kept: number[]; readonly store: FencedNumber } {
  const kept: number[] = [];
  return { kept, store: new FencedNumber(10, (value) => kept.push(value)) };
}

describe('a number that checks fencing tokens', () => {
  it('turns away the write of a token older than one that has written', () => {
    const { store, kept } = fenced();
    assert.equal(store.answer({ is: 'write', value: 11, token: 2 }), true);
    assert.equal(store.answer({ is: 'write', value: 12, token: 1 }), false);
    assert.equal(store.answer({ is: 'write', value: 12, token: 2 }), true);
    assert.deepEqual(kept, [11, 12]);
  });

  it('turns away the write of a token older than one that has only read, which checks at writes alone let in', () => {
    const { store, kept } = fenced();
    assert.equal(store.answer({ is: 'read', token: 1 }), 10);
    assert.equal(store.answer({ is: 'read', token: 2 }), 10);
    assert.equal(store.answer({ is: 'write', value: 11, token: 1 }), false);
    assert.equal(store.answer({ is: 'write', value: 11, token: 2 }), true);
    assert.deepEqual(kept, [11]);
  });

  it('turns away an older read, so that whoever is robbed finds out before its work', () => {
    const { store } = fenced();
    store.answer({ is: 'read', token: 2 });
    assert.equal(store.answer({ is: 'read', token: 1 }), null);
  });

  it('lets in who has no token, and is none the wiser for it', () => {
    const { store } = fenced();
    store.answer({ is: 'read', token: 5 });
    assert.equal(store.answer({ is: 'read', token: null }), 10);
    assert.equal(store.answer({ is: 'write', value: 3, token: null }), true);
    assert.equal(store.answer({ is: 'read', token: 5 }), 3);
  });

  it('gives tokens that grow', () => {
    const { store } = fenced();
    assert.deepEqual([1, 2, 3].map(() => store.answer({ is: 'token' })), [1, 2, 3]);
  });

  it('has written nothing when it could not be kept', () => {
    const store = new FencedNumber(10, () => {
      throw new Error('no space');
    });
    assert.throws(() => store.answer({ is: 'write', value: 11, token: null }), /no space/);
    assert.equal(store.answer({ is: 'read', token: null }), 10);
  });
});

describe('lines', () => {
  it('are whole, however they come', () => {
    const lines: string[] = [];
    const read = lineReader((line) => lines.push(line));
    for (const piece of ['on', 'e\ntwo\nth', '', 'ree\n', 'rest']) read(piece);
    assert.deepEqual(lines, ['one', 'two', 'three']);
  });
});

async function serving(test: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-store-'));
  new CounterFile(folder, 'test').write(0);
  const store = await serveStore({ folder });
  const clients: StoreClient[] = [];
  test.after(async () => {
    for (const client of clients) client.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const connect = async (): Promise<StoreClient> => {
    const client = await StoreClient.connect(folder);
    clients.push(client);
    return client;
  };
  return { folder, store, connect };
}

describe('the store', () => {
  it('serves several, and the file is what was written last', async (test) => {
    const { folder, connect } = await serving(test);
    const [a, b] = [await connect(), await connect()];
    assert.deepEqual((await Promise.all([a.token(), b.token(), a.token()])).toSorted(), [1, 2, 3]);
    assert.equal(await a.read(1), 0);
    assert.equal(await b.read(2), 0);
    assert.equal(await a.write(7, 1), false);
    assert.equal(await b.write(8, 2), true);
    assert.equal(await a.read(1), null);
    assert.deepEqual(JSON.parse(readFileSync(counterFile(folder), 'utf8')), { count: 8 });
  });

  it('is gone for its clients when it is closed, those that wait and those that come later', async (test) => {
    const { store, connect } = await serving(test);
    const client = await connect();
    await client.read(null);
    const waiting = Array.from({ length: 3 }, () => client.read(null).then(() => 'answered', () => 'gone'));
    await store.close();
    await Promise.all(waiting);
    await assert.rejects(client.read(null), /store has ended|ECONNRESET|EPIPE/);
  });
});
