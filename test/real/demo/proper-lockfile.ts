import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoLock } from './lock.ts';
import type { Stage } from './stage.ts';

/** So long must a lock be silent before its silence proves anything, ms, with something to spare. */
const provenSilenceMs = 20_500;

/** The folder of a running proper-lockfile holder, with the default options. */
export async function liveProperLockfile(stage: Stage): Promise<DemoLock> {
  const { resource, lockPath } = protectedFile(stage, 'config', 'settings.json', { theme: 'dark' });
  const actor = await stage.crew.startProgram('hold-proper-lockfile.ts', [resource], path.dirname(resource));
  return { path: lockPath, kind: 'proper-lockfile', state: 'held', pid: actor.pid, why: 'its holder renews it every 5 s' };
}

/** The folder of a proper-lockfile holder that renewed it every second until it was killed. */
export async function deadProperLockfile(stage: Stage): Promise<DemoLock> {
  const { resource, lockPath } = protectedFile(stage, 'data', 'orders.json', [{ order: 1 }]);
  const args = [resource, '2000', '1000'];
  const actor = await stage.crew.startProgram('hold-proper-lockfile.ts', args, path.dirname(resource));
  const heldBy = Date.now();
  const renewedAt = () => statSync(lockPath).mtimeMs;
  // Acquiring sets the mtime up to 1,005 ms ahead, so only more than that shows that it was renewed.
  await stage.crew.waitFor(() => renewedAt() - heldBy > 1500, 'a renewal');
  await actor.end();
  const silence = () => Date.now() - renewedAt();
  await stage.crew.waitFor(() => silence() > provenSilenceMs, 'a proving silence', { timeoutMs: 60_000 });
  const why = 'its holder renewed it every second and has been silent for more than 20 s';
  return { path: lockPath, kind: 'proper-lockfile', state: 'stale', pid: null, why };
}

function protectedFile(stage: Stage, room: string, name: string, content: unknown): { resource: string; lockPath: string } {
  const resource = path.join(stage.room(room), name);
  writeFileSync(resource, `${JSON.stringify(content, null, 2)}\n`);
  return { resource, lockPath: `${resource}.lock` };
}
