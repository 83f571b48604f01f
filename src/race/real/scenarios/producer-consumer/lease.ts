import { readdirSync, renameSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { whateverStrikesAges } from '../parts/on-files.ts';
import { consuming, firstOf } from './consuming.ts';
import { unlessGone, type Spool } from './spool.ts';

export const claimWithLease = consuming({
  name: 'claim-with-lease',
  title: 'Claim for a time',
  summary: 'A consumer claims a job by renaming it; the new name says since when, and after the lease anybody puts it back. So no job is lost, and one whose consumer only stood still is handled twice.',
  claims: 'kept',
  survives: ['kill'],
  faults: whateverStrikesAges,
  needs: [],
  model: null,
  consume: (spool, { request }) => {
    const take = firstOf(spool, (job) => {
      const claimed = path.join(spool.claimed, `${job}.${Date.now()}`);
      // Whoever was put back has nothing to remove any more.
      return unlessGone(() => renameSync(spool.fileOf(job), claimed)) ? () => unlessGone(() => unlinkSync(claimed)) : null;
    });
    return (attempt) => {
      putBack(spool, request.leaseMs);
      return take(attempt);
    };
  },
  left: (spool) => [...spool.jobs(), ...claimsIn(spool).map(({ job }) => job)],
});

interface JobClaim {
  readonly name: string;
  readonly job: number;
  /** Ms since the epoch. */
  readonly at: number;
}

function claimsIn(spool: Spool): readonly JobClaim[] {
  return readdirSync(spool.claimed).map((name) => {
    const [job = Number.NaN, at = Number.NaN] = name.split('.').map(Number);
    return { name, job, at };
  });
}

/** Claims that are too old become jobs that wait. */
function putBack(spool: Spool, leaseMs: number): void {
  const now = Date.now();
  for (const { name, job, at } of claimsIn(spool)) if (now - at > leaseMs) unlessGone(() => renameSync(path.join(spool.claimed, name), spool.fileOf(job)));
}
