import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import type { Guard } from '../counter/guarded.ts';
import { onFiles } from '../parts/on-files.ts';
import { Pair } from '../parts/pair.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'needs' | 'model'>;

/** How readers are let in, and how writers are. */
export interface Sharing {
  readonly read: Guard;
  readonly write: Guard;
}

export interface SharingStrategy extends Own {
  readonly lock: (site: ActorSite) => Sharing | Promise<Sharing>;
}

/** The first of so many actors writes; the others read. Roles that do not change show in the operations of each actor who starves. */
const actorsForEachWriter = 4;

/** A strategy whose actors write to a pair of files, or read both. */
export function sharing({ lock, ...own }: SharingStrategy): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp({ folder }) {
      const pair = Pair.make(folder);
      return Promise.resolve({ config: null, final: () => Promise.resolve(pair.final()), close: () => Promise.resolve() });
    },
    async work(site) {
      const pair = new Pair(site.folder, String(site.actor));
      const { read, write } = await lock(site);
      const isWriter = site.actor % actorsForEachWriter === 0;
      return { operate: isWriter ? (attempt) => under(write, attempt, () => writeBoth(pair, attempt)) : (attempt) => under(read, attempt, () => readBoth(pair, attempt)), close: () => undefined };
    },
  };
}

async function under(guard: Guard, attempt: Attempt, act: () => Promise<void>): Promise<void> {
  const release = await guard.acquire(attempt);
  if (release === null) return;
  attempt.entered();
  await act();
  attempt.left();
  await release();
}

async function writeBoth(pair: Pair, attempt: Attempt): Promise<void> {
  const before = pair.left.read();
  attempt.read(before);
  await attempt.fault();
  pair.write(before + 1);
  attempt.wrote(before + 1);
  await attempt.fault();
}

async function readBoth(pair: Pair, attempt: Attempt): Promise<void> {
  const left = pair.left.read();
  await attempt.fault();
  const right = pair.right.read();
  if (left === right) attempt.read(left);
  else attempt.saw('torn', `It read ${left} from the left file and ${right} from the right one, which belong together.`);
}
