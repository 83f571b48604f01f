/** Whether what was measured bears a claim out; null where that cannot be told. */
export interface ClaimVerdict {
  readonly bearsOut: boolean | null;
  /** Why, in a few words: "4th of 4". */
  readonly why: string;
}

const levels = ['Low', 'Medium', 'High'] as const;

/** A claim among others of the same kind, and what was measured for it; null where nothing was. */
export interface Claimed {
  /** "Low", "Medium" or "High", whatever follows. */
  readonly claim: string | null;
  readonly measured: number | null;
}

/** Figures that are no further apart than this share are taken for equal: they change places from run to run. */
const equalWithin = 0.1;

/**
 * Whether each claim bears out among the others. A level says no number, so it is taken for a place in their order:
 * of four claims High, Low, Medium and High the lowest figure bears out Low, the second Medium, the two highest High.
 * Who shares places with others bears out by any of them.
 */
export function rankVerdicts(all: readonly Claimed[]): readonly ClaimVerdict[] {
  const compared = all.flatMap(({ claim, measured }) => {
    const level = levelOf(claim);
    return level === null || measured === null ? [] : [{ level, measured }];
  });
  return all.map(({ claim, measured }) => {
    const level = levelOf(claim);
    if (measured === null) return { bearsOut: null, why: 'not measured' };
    if (level === null || compared.length < 2) return { bearsOut: null, why: 'nothing to compare with' };
    const claims: Places = { first: 1 + compared.filter((other) => other.level < level).length, last: compared.filter((other) => other.level <= level).length };
    const has: Places = { first: 1 + compared.filter((other) => other.measured * (1 + equalWithin) < measured).length, last: compared.filter((other) => other.measured <= measured * (1 + equalWithin)).length };
    return { bearsOut: has.first <= claims.last && has.last >= claims.first, why: `${placesText(has)} of ${compared.length}` };
  });
}

/** Among figures in their order, from 1 on. */
interface Places {
  readonly first: number;
  readonly last: number;
}

function placesText({ first, last }: Places): string {
  return first === last ? ordinal(first) : `${ordinal(first)} to ${ordinal(last)}`;
}

function levelOf(claim: string | null): number | null {
  const level = levels.findIndex((name) => claim?.startsWith(name) === true);
  return level < 0 ? null : level;
}

/** "1st", "2nd", "3rd", "11th" */
export function ordinal(place: number): string {
  const isTeen = place % 100 >= 11 && place % 100 <= 13;
  return `${place}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')}`;
}

/** So many tries more an operation do not count: a busy machine has one now and then. */
const fewRetries = 0.01;

/** How contention was dealt with: tries beyond the first, for each operation, and what of the time of slow operations was waiting, 0 to 1. */
export interface Contention {
  readonly retries: number;
  readonly waitShare: number;
}

/** Whether contention is dealt with as claimed. */
export function contentionVerdict(claim: string | null, { retries, waitShare }: Contention): ClaimVerdict {
  const why = `${retries.toFixed(2)} more tries an operation, ${Math.round(waitShare * 100)} % of p95 is waiting`;
  if (claim?.startsWith('Prevents') === true) return { bearsOut: retries < fewRetries, why };
  if (claim?.startsWith('Retries') === true) return retries < fewRetries ? { bearsOut: null, why: `hardly a conflict came about: ${why}` } : { bearsOut: true, why };
  if (claim?.startsWith('Waits') === true) return { bearsOut: waitShare > 0.5, why };
  return { bearsOut: null, why };
}

/** Whether deadlocks come as claimed. @param deadlocks of operations that take two locks; null where none were measured */
export function deadlockVerdict(claim: string | null, deadlocks: number | null): ClaimVerdict {
  if (deadlocks === null) return { bearsOut: null, why: 'none without nested locks' };
  const why = deadlocks === 0 ? 'no deadlocks' : `${Number(deadlocks.toPrecision(2))} deadlocks in 1,000 transfers`;
  if (claim === 'None') return { bearsOut: deadlocks === 0, why };
  if (claim?.startsWith('High') === true) return { bearsOut: deadlocks > 0, why };
  return { bearsOut: null, why };
}

/** "bears out (4th of 4)"; only the reason where that is not to be told */
export function verdictWords({ bearsOut, why }: ClaimVerdict): string {
  return bearsOut === null ? why : `${bearsOut ? 'bears out' : 'does not bear out'} (${why})`;
}
