import { list, oneOf, orNull, record, string } from '../../base/json.ts';
import type { Availability, CatalogRealScenario, CatalogStrategy, Claim, ModelVariant, RealCatalog } from './catalog.ts';
import { noFaults, type FaultKind } from './request.ts';

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(noFaults, name);
}

/** The kinds of fault, in the order in which they are offered. */
export const faultKinds: readonly FaultKind[] = Object.keys(noFaults).filter(isFaultKind);

/** What can be measured, as it was sent. @throws SyntaxError when it is none of ours */
export function readRealCatalog(value: unknown): RealCatalog {
  return { scenarios: list(record(value)['scenarios'], readScenario) };
}

/** @throws SyntaxError when it is none of ours */
export function readModelVariant(value: unknown): ModelVariant {
  const fields = record(value);
  return { scenario: string(fields['scenario']), variant: string(fields['variant']) };
}

function readScenario(value: unknown): CatalogRealScenario {
  const fields = record(value);
  return {
    name: string(fields['name']),
    title: string(fields['title']),
    promise: string(fields['promise']),
    topic: string(fields['topic']),
    strategies: list(fields['strategies'], readStrategy),
  };
}

function readStrategy(value: unknown): CatalogStrategy {
  const fields = record(value);
  const kind = (each: unknown): FaultKind => oneOf(faultKinds, each);
  return {
    name: string(fields['name']),
    title: string(fields['title']),
    summary: string(fields['summary']),
    claims: oneOf(['kept', 'broken'], fields['claims']),
    survives: list(fields['survives'], kind),
    faults: list(fields['faults'], kind),
    actorsAre: oneOf(['processes', 'threads'], fields['actorsAre']),
    model: orNull(fields['model'], readModelVariant),
    claim: orNull(fields['claim'], readClaim),
    availability: readAvailability(fields['availability']),
  };
}

function readClaim(value: unknown): Claim {
  const fields = record(value);
  const text = (name: keyof Claim): string => string(fields[name]);
  return { approach: text('approach'), latency: text('latency'), throughput: text('throughput'), contention: text('contention'), complexity: text('complexity'), deadlockRisk: text('deadlockRisk') };
}

function readAvailability(value: unknown): Availability {
  const fields = record(value);
  return oneOf(['here', 'missing'], fields['is']) === 'here' ? { is: 'here' } : { is: 'missing', what: string(fields['what']), how: string(fields['how']) };
}
