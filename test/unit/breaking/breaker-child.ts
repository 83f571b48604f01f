import { BreakError } from '../../../src/breaking/break-error.ts';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import { breakServices } from '../../../src/breaking/services.ts';
import { lockAt, shownAt } from './scene.ts';

// Breaks the lock argv[2] with the state folder argv[3], and prints how it ended: the outcome's name, or the error's code.
const [, , file = '', state = ''] = process.argv;
try {
  const services = breakServices(state, (path) => Promise.resolve(lockAt(path)));
  const outcome = await breakLock({ lock: shownAt(file), force: false }, services);
  console.log(outcome.is);
} catch (error) {
  if (!(error instanceof BreakError)) throw error;
  console.log(error.code);
}
