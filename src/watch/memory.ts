import type { ProcessInfo } from '../locks/lock.ts';
import type { Observation } from '../locks/observation.ts';
import type { Remembered } from './remembered.ts';

/** What is remembered of locks, in a form that can be stored: it outlives a reload of the window. */
export interface Memory {
  /** The boot in which it was remembered; pids and starts mean nothing in another. */
  readonly bootId: string;
  readonly entries: readonly MemoryEntry[];
}

export interface MemoryEntry {
  /** See memoryKey. */
  readonly key: string;
  readonly remembered: Remembered;
}

/** So many locks are remembered at most; who has more has no use for the memory of each. */
export const mostEntries = 500;

/** What makes a lock the same one after a reload; null where the file system cannot tell it from its successor. */
export function memoryKey({ path, identity }: Observation): string | null {
  return identity.birthtimeNs === null ? null : [identity.dev, identity.ino, identity.birthtimeNs, path].join(' ');
}

/** What is worth keeping, bounded and without anything that is not needed again. */
export function asMemory(bootId: string, remembered: Iterable<readonly [Observation, Remembered]>): Memory {
  const entries: MemoryEntry[] = [];
  for (const [observation, { creators, renewalMs, wasKernelLocked, lockedAt }] of remembered) {
    if (entries.length === mostEntries) break;
    const key = memoryKey(observation);
    if (key === null || (creators.processes.length === 0 && renewalMs === null && !wasKernelLocked)) continue;
    entries.push({ key, remembered: { creators: { ...creators, processes: creators.processes.map(processOnly) }, renewalMs, wasKernelLocked, lockedAt, openers: [] } });
  }
  return { bootId, entries };
}

/** Memory as it comes out of a store; nothing where it is of another boot or was tampered with. */
export function readMemory(value: unknown, bootId: string | null): ReadonlyMap<string, Remembered> {
  if (bootId === null || !isRecord(value) || value['bootId'] !== bootId || !Array.isArray(value['entries'])) return new Map();
  const entries: readonly unknown[] = value['entries'];
  return new Map(entries.filter(isEntry).map(({ key, remembered }) => [key, remembered]));
}

function processOnly({ pid, command, user, cwd, startedAt, startMark }: ProcessInfo): ProcessInfo {
  return { pid, command, user, cwd, startedAt, startMark };
}

function isEntry(value: unknown): value is MemoryEntry {
  return isRecord(value) && typeof value['key'] === 'string' && isRemembered(value['remembered']);
}

function isRemembered(value: unknown): value is Remembered {
  if (!isRecord(value) || !isRecord(value['creators'])) return false;
  const { openers, renewalMs, wasKernelLocked, lockedAt } = value;
  if (!Array.isArray(openers) || openers.length > 0) return false;
  const { processes, isCertain } = value['creators'];
  return Array.isArray(processes) && processes.every(isProcess) && typeof isCertain === 'boolean' && isNullOr('number', renewalMs) && typeof wasKernelLocked === 'boolean' && isNullOr('number', lockedAt);
}

/** Without a mark of its start a process cannot be told from a later one of its number: not to be trusted after a reload. */
function isProcess(value: unknown): value is ProcessInfo {
  return (
    isRecord(value) &&
    typeof value['pid'] === 'number' &&
    typeof value['startMark'] === 'string' &&
    ['command', 'user', 'cwd'].every((key) => isNullOr('string', value[key])) &&
    isNullOr('number', value['startedAt'])
  );
}

function isNullOr(type: 'string' | 'number', value: unknown): boolean {
  return value === null || typeof value === type;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
