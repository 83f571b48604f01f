import type { Claim } from '../catalog.ts';

/** The rows of the seeds' closing table that are about databases. */
export const pessimistic: Claim = { approach: 'Pessimistic Locking', latency: 'High', throughput: 'Low', contention: 'Prevents', complexity: 'Low', deadlockRisk: 'High (nested locks)' };
export const optimistic: Claim = { approach: 'Optimistic Locking', latency: 'Low', throughput: 'High', contention: 'Retries', complexity: 'Medium', deadlockRisk: 'None' };
