/**
 * Saving, locking and counting that stay right when several processes do so at once, and when one is
 * killed in the middle: what others get of this room, through `lockscope/core`.
 * @module
 */
export { appendLines, LineEndError, NotAFileError, type AppendOptions } from './append/append-lines.ts';
export { CounterError, LockedCounter, type CounterOptions } from './counter.ts';
export { FileLock, LockLostError, LockTimeoutError, type AcquireOptions, type FileLockOptions, type Hold, type LockOwner, type LockState as FileLockState } from './lock/file-lock.ts';
export { ReadWriteLock } from './lock/read-write-lock.ts';
export { Semaphore } from './lock/semaphore.ts';
export { PathQueue } from './path-queue.ts';
export { RotatingLog, type LogLimits } from './rotating-log.ts';
export { recoverTransactions, transact, TransactionError, type Contents, type FileStanding, type RecoveredTransaction, type RecoveryOptions, type TransactionFailure, type TransactionOptions, type Update } from './transaction/transact.ts';
export { describeReason, SaveError, saveAtomically, sha256Of, type InPlaceReason, type SaveOptions, type SaveOutcome } from './write/save.ts';
