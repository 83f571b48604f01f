import { setTimeout as pause } from 'node:timers/promises';
import { withMutex } from '../../system/mutex.ts';
import { inOneHold, type Take, type Waiting } from '../group-commit.ts';

/** How long to wait for other processes that append, ms; each takes a few. */
const mutexTimeoutMs = 10_000;

/** What others need to notice that the mutex is free, ms: it has no order, and who was there before would be there first. */
const letOthersMs = 2;

/**
 * Commits what waits under a mutex among all who append.
 * @param name of the mutex
 * @throws MutexBusyError when others did not let it in within 10 s; what `commit` throws
 */
export async function underMutex<Item>(name: string, take: Take<Item, void>, commit: (group: readonly Waiting<Item, void>[]) => Promise<void>): Promise<void> {
  const left = await withMutex(name, mutexTimeoutMs, () => inOneHold(take, commit));
  if (left === 'more') await pause(letOthersMs);
}
