import type { RealScenario } from '../../scenario.ts';
import { truncateAndWrite, writeUnderLock } from './in-place.ts';
import { judgeSaves } from './judge.ts';
import { atomically, oneTemporaryName, ownTemporaryNames, temporaryAndRename } from './temporary.ts';

export const atomicWrite: RealScenario = {
  name: 'atomic-write',
  title: 'Saving a file that others read',
  promise: 'Whoever reads the file finds all of an old text or all of a new one.',
  topic: 'atomic write',
  strategies: [truncateAndWrite, oneTemporaryName, temporaryAndRename, ownTemporaryNames, atomically, writeUnderLock],
  judge: judgeSaves,
};
