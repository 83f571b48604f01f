import { forgetLock } from '../../../saving/lock/record.ts';
import type { Resource } from '../scenario.ts';

/** A resource whose FileLocks leave nothing in the user's state folder, either. @param lockPaths `FILE.lock` of each */
export function forgettingLocks(resource: Resource, lockPaths: readonly string[]): Resource {
  return {
    ...resource,
    close: async () => {
      for (const lockPath of lockPaths) forgetLock(lockPath);
      await resource.close();
    },
  };
}
