import { messageOf } from '../base/errors.ts';
import { recoverAll, type Recovered } from '../breaking/recovery.ts';
import { breakServices } from '../breaking/services.ts';
import { ownStateFolder } from '../system/own-state-folder.ts';
import { inspectLock } from '../core.ts';
import { printable, warn } from './terminal.ts';

/**
 * Completes or reverts what a crash has cut short before anything else is done, and says so. What
 * cannot be mended is told and stops nothing: it may have nothing to do with what is asked.
 */
export async function recoverFirst(): Promise<void> {
  const folder = ownStateFolder();
  try {
    const recovered = await recoverAll(breakServices(folder, (lockPath) => Promise.resolve(inspectLock(lockPath))));
    for (const { is, path } of recovered) if (is !== 'none') warn(`lockscope: ${became[is].replace('{path}', () => printable(path))}`);
  } catch (error) {
    warn(`lockscope: what was cut short earlier could not be put in order: ${printable(messageOf(error))}`);
  }
}

const became: Readonly<Record<Exclude<Recovered['is'], 'none'>, string>> = {
  broken: 'a break of {path} that was cut short has been completed.',
  returned: 'a break of {path} that was cut short has been reverted.',
  'kept-apart': 'a break of {path} was cut short, and what it had taken could not go back, since its place is taken. It is kept in quarantine.',
  undone: 'an undo of {path} that was cut short has been completed; the lock is back.',
};
