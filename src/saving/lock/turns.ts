/** How a lock is wanted: alone, or together with others that share it. */
export type Kind = 'exclusive' | 'shared';

/** One who waits for a turn, or has one. */
export interface Place {
  readonly kind: Kind;
  /** So many exclusive ones may have a turn at the same time: 1 for a lock, more for a semaphore. */
  readonly limit: number;
}

/** A line of waiters, the first to come first, and those whose turn it is. */
export interface Turns<P extends Place> {
  readonly waiting: readonly P[];
  readonly active: readonly P[];
  /** Who had the last turn. */
  readonly last: Kind | null;
}

/**
 * Whose turn comes now. First come, first served among the exclusive ones. They go before those that
 * share (writer preference), but after a turn of one of them all who then wait to share go first, so that
 * nobody starves: phase-fair order, Brandenburg and Anderson, "Reader-Writer Synchronization for
 * Shared-Memory Multiprocessor Real-Time Systems", ECRTS 2009.
 */
export function whoIsNext<P extends Place>({ waiting, active, last }: Turns<P>): readonly P[] {
  const exclusive = waiting.find(({ kind }) => kind === 'exclusive');
  const sharing = waiting.filter(({ kind }) => kind === 'shared');
  if (active.some(({ kind }) => kind === 'shared')) return exclusive === undefined ? sharing : [];
  if (active.length === 0 && sharing.length > 0 && (exclusive === undefined || last === 'exclusive')) return sharing;
  return exclusive !== undefined && active.length < exclusive.limit ? [exclusive] : [];
}
