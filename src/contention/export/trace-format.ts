/**
 * What our traces are made of, by the Trace Event Format of Chromium's tracing project (JSON object format): holds
 * and waits overlap, so that they are pairs of async events, "b" and "e" of one cat, id and name.
 */

/** Who wrote it. */
export const producer = 'lockscope';

export const formatVersion = 1;

/**
 * All locks are threads of one process of that number, so that a viewer shows them under one heading. The largest
 * that every viewer reads; no system gives it to a process.
 */
export const locksPid = 2_147_483_647;

/** The thread that stands for a lock. Viewers tell threads apart by their number alone, whichever process they are of. */
export function lockTid(place: number): number {
  return locksPid - 1 - place;
}

/** More events than so many are read from no trace. */
export const mostEvents = 1_000_000;

/** One event; times in microseconds since the epoch. */
export type TraceEvent =
  | { readonly ph: 'M'; readonly name: 'process_name' | 'thread_name' | 'process_sort_index'; readonly pid: number; readonly tid: number; readonly ts: number; readonly args: Readonly<Record<string, unknown>> }
  | { readonly ph: 'b' | 'e'; readonly cat: string; readonly id: string; readonly name: string; readonly pid: number; readonly tid: number; readonly ts: number; readonly args?: Readonly<Record<string, unknown>> };
