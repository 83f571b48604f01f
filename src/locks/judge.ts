import { evidenceOf, type Finding } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { LockState, Verdict } from './lock.ts';

/**
 * Turns facts into a verdict. Pure and total: every combination of facts has one.
 *
 * The order is the safety line: proof of life beats everything, so that a live lock is never called
 * stale; proof of death beats what cannot be known; without proof, what cannot be known is
 * `unknown`; what is proven free is `idle`; signs of abandonment make `suspect`. Age is a sign at most.
 */
export function judge(facts: Facts): Verdict {
  const findings = evidenceOf(facts);
  const has = (weight: Finding['weight']): boolean => findings.some((finding) => finding.weight === weight);
  const state = stateFrom(has);
  return { state, evidence: findings.sort(decisiveFirst(state)).map(({ evidence }) => evidence) };
}

function stateFrom(has: (weight: Finding['weight']) => boolean): LockState {
  if (has('alive')) return 'held';
  if (has('dead')) return 'stale';
  if (has('hidden')) return 'unknown';
  if (has('free')) return 'idle';
  return has('sign') ? 'suspect' : 'unknown';
}

const decisiveWeight: Record<LockState, Finding['weight']> = {
  held: 'alive',
  stale: 'dead',
  unknown: 'hidden',
  suspect: 'sign',
  idle: 'free',
};

function decisiveFirst(state: LockState): (a: Finding, b: Finding) => number {
  const rank = (finding: Finding): number => (finding.weight === decisiveWeight[state] ? 0 : finding.weight === 'context' ? 2 : 1);
  return (a, b) => rank(a) - rank(b);
}
