/**
 * Lockscope without an editor: `import { listLocks } from 'lockscope/core'`.
 * @module
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from './base/clock.ts';
import { ownStateFolder } from './system/own-state-folder.ts';
import { breakLock as breakJudged } from './breaking/break-lock.ts';
import type { BreakOutcome, UndoOutcome } from './breaking/outcome.ts';
import { breakServices, type BreakServices } from './breaking/services.ts';
import { undoBreak as undo } from './breaking/undo-break.ts';
import { builtInKinds } from './locks/kinds/index.ts';
import type { Lock } from './locks/lock.ts';
import { createMachine } from './system/this-machine.ts';
import { Inspector } from './watch/inspect.ts';
import type { Inventory } from './watch/inventory.ts';
import { findLocks } from './watch/list.ts';
import { LiveInventory } from './watch/live-inventory.ts';

export { BreakError } from './breaking/break-error.ts';
export { describeBreak, describeUndo, withoutExchange } from './breaking/sentences.ts';
export { formatDuration } from './base/duration.ts';
export { plain } from './base/text.ts';
export { reportOf } from './locks/report.ts';
export type { Health } from './breaking/health.ts';
export type { BreakOutcome, Inventory, Lock, UndoOutcome };
export type { Text } from './base/text.ts';
export type { Breaking, Evidence, Holder, LockState, Verdict } from './locks/lock.ts';
export type { HolderReport, LockReport } from './locks/report.ts';
export type { InventoryTrouble, LockChange, TimedLockChange } from './watch/inventory.ts';
export { csvOf } from './contention/export/csv.ts';
export type { Exported } from './contention/export/exported.ts';
export { markdownReport } from './contention/export/markdown.ts';
export { readTrace, type Trace } from './contention/export/read-trace.ts';
export { TraceError } from './contention/export/trace-error.ts';
export { traceOf } from './contention/export/trace-event.ts';
export { History } from './contention/history.ts';
export { InventorySource } from './contention/inventory-source.ts';
export type { Actor, Certainty, Happening, HappeningsListener, LockName, Mode, Span } from './contention/model.ts';
export { statisticsOf, waitersOverTime, type Blocking, type Durations, type LockStatistics, type Range } from './contention/statistics.ts';
export { deadlocksIn, describeDeadlock, waitGraphOf, type Deadlock, type WaitGraph } from './contention/wait-graph.ts';
export * from './race/index.ts';
export * from './saving/index.ts';
// The race lab has objects of these names too, which are made by their functions: semaphore().
export { Semaphore, type Update } from './saving/index.ts';

const machine = createMachine();
const inspector = new Inspector(machine, systemClock);

/** A folder that cannot be looked at, because it is not there or is none. */
export class NotAFolderError extends Error {
  override readonly name = 'NotAFolderError';
}

export interface Listing {
  readonly locks: readonly Lock[];
  /** Folders that could not be looked into, with the system's code. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * The locks in some folders, and in the git folders outside that they point at, judged now.
 * @throws NotAFolderError
 */
export function surveyLocks(folders: readonly string[]): Listing {
  const { sightings, refused } = findLocks(folders.map(folderAt), builtInKinds, machine.kernelLocks());
  return { locks: inspector.listAll(sightings, builtInKinds), refused };
}

/** @see surveyLocks, which also tells what could not be looked into */
export function listLocks(folders: readonly string[]): readonly Lock[] {
  return surveyLocks(folders).locks;
}

/** The lock at a path, judged now; null when none stands there. */
export function inspectLock(lockPath: string): Lock | null {
  return inspector.inspect(path.resolve(lockPath), builtInKinds);
}

/**
 * Keeps the locks of some folders up to date until the inventory is disposed. It looks at folders
 * and processes synchronously, in this thread.
 * @throws NotAFolderError
 */
export async function watchLocks(folders: readonly string[], onReady?: (inventory: Inventory) => void): Promise<Inventory> {
  const roots = folders.map(folderAt);
  const inventory = new LiveInventory(machine, systemClock);
  onReady?.(inventory);
  await inventory.setRoots(roots);
  return inventory;
}

/**
 * Breaks a lock that was listed or inspected, if it is still that lock and may be broken.
 * @param options.force consent to breaking it although it is not proven stale
 * @throws BreakError when the system does not let it be moved or recorded; nothing has changed then
 */
export function breakLock(lock: Lock, options: { readonly force: boolean } = { force: false }): Promise<BreakOutcome> {
  return breakJudged({ lock, force: options.force }, services());
}

/**
 * Puts a broken lock back where it stood, unless a new one stands there.
 * @throws BreakError when the system does not let it be moved back; it stays in quarantine then
 */
export function undoBreak(undoId: string): Promise<UndoOutcome> {
  return undo(undoId, services());
}

function services(): BreakServices {
  const folder = ownStateFolder();
  return breakServices(folder, (lockPath) => Promise.resolve(inspectLock(lockPath)));
}

function folderAt(folder: string): string {
  const full = path.resolve(folder);
  if (statSync(full, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new NotAFolderError(`${folder} is not a folder that can be looked at. Name a folder that exists.`);
  }
  return full;
}
