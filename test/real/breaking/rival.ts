// A process that breaks a lock as soon as it is told to, and prints how that ended: argv[2] is the lock, argv[3] the state folder.
import { once } from 'node:events';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { breakServices } from '../../../src/breaking/services.ts';
import { inspectLock } from '../../../src/core.ts';

const [, , file = '', state = ''] = process.argv;
const services = breakServices(state, (at) => Promise.resolve(inspectLock(at)));
await services.disk();
const lock = inspectLock(file);
if (lock === null) throw new Error(`no lock at ${file}`);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const outcome = await breakLock({ lock, force: false }, services);
process.stdout.write(JSON.stringify({ is: outcome.is, undoId: 'undoId' in outcome ? outcome.undoId : null }));
process.exit();
