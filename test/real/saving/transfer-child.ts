// A process that moves money between accounts, each a file of its own, and enters every transfer in a ledger
// in the same transaction. Tells on its standard output what was acknowledged.
// argv: the folder, the state folder, its own name, how many transfers.
import { writeSync } from 'node:fs';
import path from 'node:path';
import { transact } from '../../../src/saving/transaction/transact.ts';

const [, , folder = '', stateFolder = '', name = '', times = ''] = process.argv;
const ledger = path.join(folder, 'ledger');
const accounts = ['a', 'b', 'c'].map((account) => path.join(folder, account));

function numberIn(bytes: Uint8Array | null | undefined): number {
  return Number(Buffer.from(bytes ?? []).toString());
}

for (let i = 0; i < Number(times); i++) {
  const [from = '', to = ''] = accounts.toSorted(() => Math.random() - 0.5);
  const amount = 1 + Math.floor(Math.random() * 9);
  await transact([to, ledger, from], (current) => new Map([
    [from, Buffer.from(String(numberIn(current.get(from)) - amount))],
    [to, Buffer.from(String(numberIn(current.get(to)) + amount))],
    [ledger, Buffer.concat([current.get(ledger) ?? Buffer.alloc(0), Buffer.from(`${name} ${i}\n`)])],
  ]), { stateFolder, timeoutMs: 120_000 });
  writeSync(1, `${name} ${i}\n`);
}
