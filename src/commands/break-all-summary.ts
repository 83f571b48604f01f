import { text, type Text } from '../base/text.ts';
import type { BreakResult } from '../breaking/break-all.ts';
import type { BreakOutcome } from '../breaking/outcome.ts';

/** What several breaks came to. */
export interface Summary {
  readonly sentences: readonly Text[];
  /** Whether there is nothing to look into. */
  readonly isAllWell: boolean;
}

/** What a lock that was not broken came to. */
type Other = 'elsewhere' | 'gone' | 'alive' | 'alarm' | 'not' | 'damaged';

/** Sums up what came of some locks. @param meant how many were to be broken */
export function summaryOf(meant: number, results: readonly BreakResult[]): Summary {
  const broken = results.filter((result) => result.is === 'ended' && result.outcome.is === 'broken').length;
  const others = new Map<Other, number>();
  for (const result of results) for (const other of othersIn(result)) others.set(other, (others.get(other) ?? 0) + 1);
  const skipped = meant - results.length;
  const first = broken === meant ? allBroken(meant) : text('Broke {broken} of {meant} stale locks.', { broken, meant });
  const rest = [...others].map(([other, count]) => text(count === 1 ? words[other].one : words[other].many, { count }));
  const stopped = skipped === 0 ? [] : [text('You stopped before the last {skipped}.', { skipped })];
  return { sentences: [first, ...rest, ...stopped], isAllWell: ![...others.keys()].some((other) => other === 'alarm' || other === 'not' || other === 'damaged') };
}

function allBroken(count: number): Text {
  return count === 1 ? text('Broke 1 stale lock. It is kept in quarantine.') : text('Broke {count} stale locks. They are kept in quarantine.', { count });
}

function othersIn(result: BreakResult): readonly Other[] {
  if (result.is === 'failed') return ['not'];
  const { outcome } = result;
  if (outcome.is !== 'broken') return [kindOf[outcome.is]];
  return outcome.health.is === 'damaged' || outcome.warnings.length > 0 ? ['damaged'] : [];
}

const kindOf: Readonly<Record<Exclude<BreakOutcome['is'], 'broken'>, Other>> = {
  'broken-elsewhere': 'elsewhere',
  released: 'gone',
  changed: 'alive',
  refused: 'alive',
  collision: 'alarm',
  stranded: 'alarm',
  busy: 'not',
  never: 'not',
  outside: 'not',
};

const words: Readonly<Record<Other, { readonly one: string; readonly many: string }>> = {
  elsewhere: { one: '1 was broken by another window or terminal.', many: '{count} were broken by another window or terminal.' },
  gone: { one: '1 was released meanwhile.', many: '{count} were released meanwhile.' },
  alive: { one: '1 is not stale any more and was left alone.', many: '{count} are not stale any more and were left alone.' },
  alarm: { one: 'With 1 there may be two holders now: see the details.', many: 'With {count} there may be two holders now: see the details.' },
  not: { one: '1 could not be broken.', many: '{count} could not be broken.' },
  damaged: { one: 'Of 1 there is more to know: see the details.', many: 'Of {count} there is more to know: see the details.' },
};
