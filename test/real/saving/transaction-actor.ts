// A process that runs a transaction, or puts what others left in order, and is killed by the system in the middle of it.
// argv: what (transact | recover), the folder of the files, the state folder, the number of the step before which
// it is killed, the step (by name) at which somebody else meddles, its count, and what they do, as a shell script.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Drive } from '../../../src/base/steps.ts';
import { recoverAt } from '../../../src/saving/transaction/recover.ts';
import { siteAt } from '../../../src/saving/transaction/site.ts';
import { transactAt } from '../../../src/saving/transaction/transact.ts';
import { actorFiles, contentAfter } from './transaction-files.ts';

const [, , what = '', folder = '', state = '', killAt = '', meddleAt = '', meddleCount = '1', script = ''] = process.argv;
let steps = 0;
let met = 0;

const drive: Drive = (protocol) => {
  for (;;) {
    const next = protocol.next();
    if (next.done === true) return next.value;
    met += Number(next.value === meddleAt);
    if (next.value === meddleAt && met === Number(meddleCount)) execFileSync('/bin/sh', ['-ec', script, 'sh', folder]);
    steps += 1;
    // Nothing runs after that, not even a handler.
    if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  }
};

const site = { ...(await siteAt(state)), drive };
const files = actorFiles.map((name) => path.join(folder, name));
const update = () => new Map(files.map((file, i) => [file, contentAfter(actorFiles[i] ?? '')]));
try {
  if (what === 'transact') await transactAt(site, files, update);
  else await recoverAt(site);
  console.log('done');
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
