import { Random } from '../../../model/random/random.ts';

/** Accounts are numbered from 1 on. */
export const accounts = 8;
/** What each account has at first: little, so that it matters what is left. */
export const opening = 100;
export const largestAmount = 60;

/** What one operation is to move. */
export interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/** The transfer that is the nth operation of an actor, by the seed alone: so that whoever judges knows what was to be moved. */
export function transferOf(seed: number, actor: number, number: number): Transfer {
  const random = new Random(Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(actor + 1, 0x85_eb_ca_6b) ^ Math.imul(number + 1, 0xc2_b2_ae_35));
  const from = random.below(accounts) + 1;
  const to = ((from - 1 + 1 + random.below(accounts - 1)) % accounts) + 1;
  return { from, to, amount: random.below(largestAmount) + 1 };
}
