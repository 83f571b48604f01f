import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import { files, onFiles } from '../parts/on-files.ts';
import { recordId } from '../parts/records.ts';
import { Spool } from './spool.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'needs' | 'model'> & Partial<Pick<Strategy, 'faults'>>;

/** Takes a job and handles it. @returns false when none was to be had */
export type Consume = (attempt: Attempt) => Promise<boolean>;

export interface Consuming extends Own {
  readonly consume: (spool: Spool, site: ActorSite) => Consume | Promise<Consume>;
  /** Jobs that wait, or will again, when all actors have ended. */
  readonly left?: (spool: Spool) => readonly number[];
}

/** Fewer than half of the operations, so that the spool does not fill up. */
const shareOfProducing = 0.45;

/** A strategy whose actors put jobs into a spool and take them out. Whoever finds no job makes one. */
export function consuming({ consume, left = (spool) => spool.jobs(), ...own }: Consuming): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp({ folder }) {
      const spool = new Spool(folder);
      spool.make();
      return Promise.resolve(files(() => left(spool)));
    },
    async work(site) {
      const spool = new Spool(site.folder);
      const take = await consume(spool, site);
      const operate = async (attempt: Attempt): Promise<void> => {
        const hasConsumed = attempt.random() >= shareOfProducing && (await take(attempt));
        if (!hasConsumed) produce(spool, recordId(site.actor, attempt.number), attempt);
      };
      return { operate, close: () => undefined };
    },
  };
}

function produce(spool: Spool, job: number, attempt: Attempt): void {
  spool.put(job);
  attempt.wrote(job);
}

/**
 * Handles the first job that can be had.
 * @param claim returns what takes the job away once it is handled; null: somebody else has it
 */
export function firstOf(spool: Spool, claim: (job: number) => (() => void) | null): Consume {
  return async (attempt) => {
    for (const job of spool.jobs()) {
      const done = claim(job);
      if (done !== null) {
        await handle(job, attempt, done);
        return true;
      }
      attempt.retried();
    }
    return false;
  };
}

async function handle(job: number, attempt: Attempt, done: () => void): Promise<void> {
  attempt.entered();
  await attempt.fault();
  attempt.read(job);
  done();
  await attempt.fault();
  attempt.left();
}
