/** The truth about one lock of the demo. */
export interface DemoLock {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'git-index' | 'proper-lockfile' | 'pid-file' | 'json-file';
  readonly state: 'held' | 'suspect' | 'stale' | 'unknown';
  /** The process that made the lock, dead or alive; null where it is gone and nothing names it. */
  readonly pid: number | null;
  /** Why it is in that state, in words. */
  readonly why: string;
}
