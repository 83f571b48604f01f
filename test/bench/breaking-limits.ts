import type { LogLimits } from '../../src/saving/rotating-log.ts';

/** So that no entry of a run is rotated away. */
export const journalLimits: LogLimits = { maxBytes: 1 << 30, keep: 1 };
