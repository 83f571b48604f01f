import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSqlite, readTable } from '../../../../src/locks/kinds/sqlite-table.ts';
import { databaseBytes } from './database-bytes.ts';

const small = 'PRAGMA page_size = 512;';

describe('readTable', () => {
  test('reads rows of one page', () => {
    const bytes = databaseBytes(`${small} CREATE TABLE t (a INTEGER, b TEXT, c); INSERT INTO t VALUES (1, 'ä b', NULL), (0, '', -2);`);
    assert.deepEqual(readTable(bytes, 't'), [
      [1, 'ä b', null],
      [0, '', -2],
    ]);
  });

  test('reads integers of every length', () => {
    const values = [0, 1, -1, 127, -128, 40_000, -8_000_000, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, -(2 ** 47), 1_795_257_457_861_067];
    const bytes = databaseBytes(`CREATE TABLE t (a); INSERT INTO t VALUES ${values.map((value) => `(${value})`).join()};`);
    assert.deepEqual(readTable(bytes, 't')?.flat(), values);
  });

  test('walks a tree of many pages, and the table of tables too', () => {
    const tables = Array.from({ length: 40 }, (_, i) => `CREATE TABLE t${i} (a TEXT);`).join('');
    const rows = Array.from({ length: 500 }, (_, i) => `('value ${i}')`);
    const bytes = databaseBytes(`${small} ${tables} INSERT INTO t33 VALUES ${rows.join()};`);
    assert.deepEqual(
      readTable(bytes, 't33')?.map(([value]) => value).sort(),
      rows.map((row) => row.slice(2, -2)).sort(),
    );
    assert.deepEqual(readTable(bytes, 't39'), []);
  });

  test('what overflows its page is not read, what stands before it is', () => {
    const bytes = databaseBytes(`${small} CREATE TABLE t (a, b, c); INSERT INTO t VALUES ('short', printf('%.3000c', 'x'), 'after');`);
    assert.deepEqual(readTable(bytes, 't'), [['short', undefined, undefined]]);
  });

  test('numbers with a fraction and blobs are not read, what follows is', () => {
    const bytes = databaseBytes("CREATE TABLE t (a, b, c); INSERT INTO t VALUES (1.5, x'00ff', 7);");
    assert.deepEqual(readTable(bytes, 't'), [[undefined, undefined, 7]]);
  });

  test('says nothing of a table that is not there, or of an index', () => {
    const bytes = databaseBytes(`${small} CREATE TABLE t (a); CREATE INDEX i ON t (a);`);
    assert.deepEqual(readTable(bytes, 't'), []);
    assert.equal(readTable(bytes, 'u'), null);
    assert.equal(readTable(bytes, 'i'), null);
  });

  test('says nothing of what is cut off', () => {
    const bytes = databaseBytes(`${small} CREATE TABLE t (a); INSERT INTO t VALUES ${Array.from({ length: 300 }, (_, i) => `(${i})`).join()};`);
    for (const length of [bytes.length - 1, 1024, 512, 50, 0]) assert.equal(readTable(bytes.subarray(0, length), 't'), null);
  });

  test('says nothing where the newest content may stand in a log, or text is no UTF-8', () => {
    const content = 'CREATE TABLE t (a); INSERT INTO t VALUES (1);';
    assert.equal(readTable(databaseBytes(`PRAGMA journal_mode = WAL; ${content}`), 't'), null);
    assert.equal(readTable(databaseBytes(`PRAGMA encoding = 'UTF-16'; ${content}`), 't'), null);
  });

  test('a page that leads back to itself ends the walk, and so does any other damage', () => {
    const bytes = databaseBytes(`${small} CREATE TABLE t (a TEXT); INSERT INTO t VALUES ${Array.from({ length: 200 }, () => "('some text')").join()};`);
    assert.equal(readTable(bytes, 't')?.length, 200);
    const looped = bytes.slice();
    new DataView(looped.buffer).setUint32(512 + 8, 2);
    assert.equal(readTable(looped, 't'), null);
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = bytes.slice();
      damaged[at] = 0xff;
      const rows = readTable(damaged, 't');
      assert.ok(rows === null || Array.isArray(rows));
    }
  });
});

describe('isSqlite', () => {
  test('a database is one; a text that begins alike is none', () => {
    assert.ok(isSqlite(databaseBytes('CREATE TABLE t (a);')));
    assert.ok(!isSqlite(new TextEncoder().encode('SQLite format 3 is what this text is about.'.padEnd(200))));
  });
});
