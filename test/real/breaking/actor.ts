// A process that breaks a lock, or undoes that, and is killed by the system in the middle of it.
// argv: what (break | undo), the lock or the undo id, the state folder, the number of the step before which it
// is killed, and as JSON: how the lock is judged, whether there is an exchange, and a script with the step before which it runs.
import { execFileSync } from 'node:child_process';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { breakServices, type BreakServices } from '../../../src/breaking/services.ts';
import { undoBreak } from '../../../src/breaking/undo-break.ts';
import type { Drive } from '../../../src/base/steps.ts';
import { lockAt, shownAt, withoutExchange } from '../../unit/breaking/scene.ts';
import type { Orders } from './orders.ts';

const [, , what = '', subject = '', state = '', killAt = '', json = '{}'] = process.argv;
const orders: Orders = JSON.parse(json);
let steps = 0;

/** Counts a step, and dies when it is the one. Nothing runs after that, not even a handler. */
function beforeStep(name: string): void {
  if (orders.meanwhile?.before === name) execFileSync('/bin/sh', ['-ec', orders.meanwhile.script, 'sh', subject]);
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

const drive: Drive = (protocol) => {
  for (;;) {
    const next = protocol.next();
    if (next.done === true) return next.value;
    beforeStep(next.value);
  }
};

/** The services, with every step outside of the protocol counted as well. */
function counted(services: BreakServices): BreakServices {
  const { journal, pending } = services;
  const append = journal.append.bind(journal);
  journal.append = async (entry) => {
    beforeStep('journal');
    await append(entry);
  };
  const end = pending.end.bind(pending);
  pending.end = (act) => {
    beforeStep('end');
    end(act);
  };
  return { ...services, drive };
}

const judged = { companions: orders.companions, endsByRename: orders.endsByRename };
const real = breakServices(state, (file) => Promise.resolve(lockAt(file, judged)));
const services = counted(orders.exchange ? real : withoutExchange(real));
const outcome = what === 'break' ? await breakLock({ lock: shownAt(subject, judged), force: false }, services) : await undoBreak(subject, services);
console.log(outcome.is);
