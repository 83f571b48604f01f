// One of several processes that save the same file. argv: what it does, the file, how often.
// 'replace' and 'in place' save content 'a' or 'b'; 'count' adds 1 to a number as long as nobody else has.
import { readFileSync } from 'node:fs';
import { saveAtomically, sha256Of } from '../../../src/saving/write/save.ts';
import { contentOf } from './content.ts';

const [, , what = '', file = '', times = '0'] = process.argv;

async function count(): Promise<void> {
  for (;;) {
    const now = readFileSync(file);
    const outcome = await saveAtomically(file, Buffer.from(String(Number(now) + 1)), { expect: sha256Of(now) });
    if (outcome.is === 'saved') return;
    if (outcome.is === 'asks') throw new Error('it asks');
  }
}

for (let time = 0; time < Number(times); time++) {
  if (what === 'count') {
    await count();
    continue;
  }
  const letter = (process.pid + time) % 2 === 0 ? 'a' : 'b';
  const outcome = await saveAtomically(file, contentOf(letter, 'small'), { inPlace: what === 'in place' ? 'backed-up' : 'never' });
  if (outcome.is !== 'saved') throw new Error(outcome.is);
}
