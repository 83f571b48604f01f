import { statSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../base/errors.ts';
import { acquireMutex, type HeldMutex } from '../system/mutex.ts';

/** How long to wait for whoever breaks the same lock, ms; it takes a few. */
const timeoutMs = 10_000;

/**
 * Keeps everybody else who uses Lockscope on this machine from breaking, restoring or recovering the
 * same lock, whatever its folder is called there.
 * @param target where the lock stands; links above it resolved
 * @returns null when its folder has gone
 * @throws MutexBusyError when another has it for too long
 */
export async function holdLock(target: string, waitMs: number = timeoutMs): Promise<HeldMutex | null> {
  const folder = orGone(() => statSync(path.dirname(target), { bigint: true }));
  return folder === null ? null : acquireMutex(`lock ${folder.dev} ${folder.ino} ${path.basename(target)}`, waitMs);
}
