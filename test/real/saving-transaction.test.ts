// Processes that change the same files together, in whatever order they name them, and some that are killed while they do.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { recoverTransactions } from '../../src/saving/transaction/transact.ts';
import { crewAtWork } from './saving/count-crew.ts';

const program = path.join(import.meta.dirname, 'saving', 'transfer-child.ts');

test('transfers between accounts: nothing is made or lost, and every acknowledged one is in the ledger once', async (t) => {
  const base = mkdtempSync(path.join(tmpdir(), 'lockscope-transfer-'));
  t.after(() => rmSync(base, { recursive: true }));
  const [folder, state] = [path.join(base, 'accounts'), path.join(base, 'state')];
  const at = (name: string): string => path.join(folder, name);
  makeAccounts(folder, at);
  const { acknowledged, killed } = await crewAtWork({ argv: (name) => [program, folder, state, name, '25'], processes: 4, times: 25, kills: 8 });
  await recoverTransactions({ stateFolder: state });
  const sum = ['a', 'b', 'c'].reduce((total, name) => total + Number(readFileSync(at(name), 'utf8')), 0);
  const entries = readFileSync(at('ledger'), 'utf8').trimEnd().split('\n');
  t.diagnostic(`${killed} killed, ${acknowledged.flat().length} acknowledged, ${entries.length} entered`);
  assert.ok(killed > 0);
  assert.equal(sum, 3000);
  assert.equal(new Set(entries).size, entries.length);
  assert.deepEqual(acknowledged.flat().filter((entry) => !entries.includes(entry)), []);
  // Those of processes that were killed before they could say so.
  assert.ok(entries.length <= acknowledged.flat().length + killed);
  assert.deepEqual(readdirSync(folder).filter((name) => !name.endsWith('.lock')).toSorted(), ['a', 'b', 'c', 'ledger']);
  assert.deepEqual(readdirSync(path.join(state, 'transactions')), []);
});

function makeAccounts(folder: string, at: (name: string) => string): void {
  mkdirSync(folder);
  for (const name of ['a', 'b', 'c']) writeFileSync(at(name), '1000');
}
