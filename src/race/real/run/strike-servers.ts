import { setTimeout as pause } from 'node:timers/promises';
import type { RunRequest } from '../request.ts';
import type { RedisServer } from '../servers/redis.ts';

/**
 * The faults that strike Redis servers while actors run: some are ended after a third of the run, or one after the
 * other is started anew without its data. Resolves when the signal aborts.
 * @param share how far the run is, 0 to 1
 */
export async function strikeServers(servers: readonly RedisServer[], { faults }: RunRequest, share: () => number, signal: AbortSignal): Promise<void> {
  if (servers.length === 0) return;
  await Promise.all([endSome(servers, faults.redisDown, share, signal), restartEach(servers, faults.redisRestartMs, signal)]);
}

async function endSome(servers: readonly RedisServer[], count: number, share: () => number, signal: AbortSignal): Promise<void> {
  if (count === 0) return;
  while (share() < 1 / 3) if (await isOverAfter(20, signal)) return;
  await Promise.all(servers.slice(0, count).map((server) => server.kill()));
}

async function restartEach(servers: readonly RedisServer[], everyMs: number | null, signal: AbortSignal): Promise<void> {
  if (everyMs === null) return;
  for (let at = 0; ; at++) {
    if (await isOverAfter(everyMs, signal)) return;
    await servers[at % servers.length]?.restart();
  }
}

async function isOverAfter(ms: number, signal: AbortSignal): Promise<boolean> {
  if (!signal.aborted) await pause(ms, undefined, { signal }).catch(() => undefined);
  return signal.aborted;
}
