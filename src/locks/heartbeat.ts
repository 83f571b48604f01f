import type { HeartbeatFact } from './facts.ts';
import type { HeartbeatRule } from './kinds/kind.ts';
import type { Observation } from './observation.ts';

/**
 * proper-lockfile touches a new lock once, to learn the file system's precision, with the next whole
 * second and 5 ms (mtime-precision.js). That is no renewal, however late a busy start makes it.
 */
export function isFirstTouch(writtenAt: number): boolean {
  return Math.round(writtenAt) % 1000 === 5;
}

/** A last renewal this long before the birth was copied or set back: no holder does that. */
const copiedMs = 2000;

/**
 * What a heartbeat says at a moment. Silence is proof only against an interval that is known; how
 * long a holder may pause that has never yet renewed is its own affair.
 * @param awakeSince since when the machine has been awake for certain, ms since the epoch: in its sleep nobody renews anything
 * @param renewalMs the longest pause between two renewals that was watched, ms; null when none was
 * @param now ms since the epoch
 */
export function heartbeatFact(rule: HeartbeatRule, { bornAt, writtenAt }: Observation, renewalMs: number | null, awakeSince: number, now: number): HeartbeatFact {
  const silentMs = Math.max(0, now - writtenAt);
  if (silentMs <= rule.takenOverAfterMs) {
    return rule.renewed ? { is: 'fresh', silentMs } : { is: 'new', silentMs, heldForMs: rule.takenOverAfterMs };
  }
  // A folder that was never touched after mkdir shows no heartbeat that could have stopped.
  if (!rule.renewed) return { is: 'none' };
  const intervalMs = knownInterval(bornAt, writtenAt, renewalMs);
  if (intervalMs !== null && Math.min(silentMs, now - awakeSince) > provenAfter(rule, intervalMs)) {
    return { is: 'silent', silentMs, intervalMs: Math.max(intervalMs, 1000) };
  }
  return { is: 'late', silentMs, usualMs: rule.usualMs };
}

/**
 * The silences, ms, at which heartbeatFact may begin to say something else.
 * @param rule as above
 */
export function heartbeatThresholds(rule: HeartbeatRule, { bornAt, writtenAt }: Observation, renewalMs: number | null): number[] {
  const intervalMs = knownInterval(bornAt, writtenAt, renewalMs);
  return intervalMs === null ? [rule.takenOverAfterMs] : [rule.takenOverAfterMs, provenAfter(rule, intervalMs)];
}

/** So many intervals without a renewal are no busy event loop any more. */
const silentIntervals = 8;

function provenAfter({ takenOverAfterMs }: HeartbeatRule, intervalMs: number): number {
  return Math.max(2 * takenOverAfterMs, silentIntervals * intervalMs);
}

/**
 * An upper bound of the interval that a holder keeps, ms: the longest pause that was watched, or the
 * time from the lock's birth to its last renewal, in which at least one interval passed.
 * null when it was never renewed.
 */
function knownInterval(bornAt: number | null, writtenAt: number, renewalMs: number | null): number | null {
  if (bornAt === null) return renewalMs;
  const span = writtenAt - bornAt;
  if (span < -copiedMs) return 0;
  const bound = span > 0 && !isFirstTouch(writtenAt) ? span : null;
  return renewalMs === null ? bound : Math.min(renewalMs, bound ?? Infinity);
}
