import type { CatalogRealScenario, CatalogStrategy } from '../../../src/race/real/catalog.ts';
import { noFaults, type FaultKind, type Faults } from '../../../src/race/real/request.ts';
import { chosenOf, valueOf, type Form } from './form.ts';

/** What strikes, as it was typed; nothing typed, or 0, is nothing that strikes. */
export function faultsOf(form: Form): Faults {
  const share = (field: 'kill' | 'pause'): number => valueOf(form, field) / 100;
  return {
    kill: share('kill') || null,
    pause: share('pause') === 0 ? null : { share: share('pause'), ms: valueOf(form, 'pauseMs') },
    slowMs: valueOf(form, 'slowMs'),
    clockOffsetMs: valueOf(form, 'clockOffsetMs'),
    redisDown: valueOf(form, 'redisDown'),
    redisRestartMs: valueOf(form, 'redisRestartMs') || null,
  };
}

/** Those of the faults that make sense with a strategy. */
export function sensibleFaults(faults: Faults, { faults: sensible }: Pick<CatalogStrategy, 'faults'>): Faults {
  const isSensible = (kind: FaultKind): boolean => sensible.includes(kind);
  return {
    kill: isSensible('kill') ? faults.kill : noFaults.kill,
    pause: isSensible('pause') ? faults.pause : noFaults.pause,
    slowMs: isSensible('slowMs') ? faults.slowMs : noFaults.slowMs,
    clockOffsetMs: isSensible('clockOffsetMs') ? faults.clockOffsetMs : noFaults.clockOffsetMs,
    redisDown: isSensible('redisDown') ? faults.redisDown : noFaults.redisDown,
    redisRestartMs: isSensible('redisRestartMs') ? faults.redisRestartMs : noFaults.redisRestartMs,
  };
}

/** The kinds that strike. */
export function strikingIn(faults: Faults): readonly FaultKind[] {
  return Object.entries(faults).flatMap(([name, value]) => (value === null || value === 0 || !isFaultKind(name) ? [] : [name]));
}

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(noFaults, name);
}

/** The chosen strategies that claim to keep the promise, but not with these faults. */
export function notSurviving(form: Form, scenario: CatalogRealScenario): readonly CatalogStrategy[] {
  return chosenOf(form, scenario).filter((strategy) => strategy.claims === 'kept' && strikingIn(sensibleFaults(faultsOf(form), strategy)).some((kind) => !strategy.survives.includes(kind)));
}
