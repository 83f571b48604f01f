import { op, type Steps } from '../../base/steps.ts';
import { hashOfFile } from './content.ts';
import { putInOrder, type Leftovers } from './interrupted.ts';
import { writeInPlace } from './in-place.ts';
import { changed, type Job, type Tried } from './job.ts';
import { lookAt, statsAt, type Found } from './look.ts';
import type { SaveOutcome } from './outcome.ts';
import { planFor, type Saver } from './plan.ts';
import { replace } from './replace.ts';
import { saveErrorOf } from './save-error.ts';
import { realTarget } from '../real-target.ts';

/** What changes each time that it is looked at is not waited for any longer. */
const mostTries = 10;

/** The save has to be made again by a process that is alone: see Job. Nothing was changed. */
export interface NotAlone {
  readonly is: 'not alone';
}

/** One save, step by step, from a name to what became of it. @throws SaveError; the system's error */
export function* saving(job: Job): Steps<SaveOutcome | NotAlone> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const target = tries === 1 && job.real !== undefined ? job.real : yield* op('resolve', () => realTarget(job.file));
    const tried = yield* tryOnce(target, job);
    if (tried.is === 'done') return tried.value;
  }
  throw saveErrorOf('CHANGING', job.file);
}

function* tryOnce(target: string, job: Job): Steps<Exclude<Tried<SaveOutcome | NotAlone>, { readonly is: 'asks' }>> {
  const leftovers = yield* putInOrder(target, job);
  if (leftovers === 'not alone') return { is: 'done', value: { is: 'not alone' } };
  const found = yield* op('look', () => lookAt(target, job.attributes));
  if (found.is === 'link') return changed;
  const conflict = yield* conflictAt(target, found, job);
  if (conflict !== null) return { is: 'done', value: conflict };
  const plan = planFor(found, saverNow(), ownNames(found, leftovers));
  const tried = plan.is === 'asks' ? plan : yield* replace(target, found, job);
  if (tried.is === 'changed') return changed;
  if (tried.is === 'done') return { is: 'done', value: saved(target, found.is === 'absent' ? 'created' : 'replaced', tried.value, leftovers) };
  if (job.options.inPlace !== 'backed-up' || found.is !== 'file') return { is: 'done', value: { is: 'asks', file: target, reasons: tried.reasons } };
  const written = yield* writeInPlace(target, found, job);
  return written.is === 'done' ? { is: 'done', value: saved(target, 'in-place', written.value, leftovers) } : changed;
}

function saved(file: string, how: 'replaced' | 'created' | 'in-place', sha256: string, { kept }: Leftovers): SaveOutcome {
  return { is: 'saved', file, how, sha256, kept };
}

function* conflictAt(file: string, found: Found, { options: { expect } }: Job): Steps<SaveOutcome | null> {
  if (expect === undefined) return null;
  const there = found.is === 'file' ? yield* hashOfFile(file) : null;
  return there === expect ? null : { is: 'conflict', file, found: there };
}

/** A save that has just made the file and not yet removed its temporary name. */
function ownNames(found: Found, { living }: Leftovers): number {
  if (found.is !== 'file' || found.stats.nlink === 1n) return 0;
  return living.filter((file) => statsAt(file)?.ino === found.stats.ino).length;
}

function saverNow(): Saver {
  const uid = process.geteuid?.();
  return uid === undefined ? null : { uid };
}
