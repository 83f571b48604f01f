// The process that owns one real run, and outlives whoever asked for it by no more than it takes to leave nothing behind.
// Asked by one line on its standard input; whose end, or another line, cancels.
import { existsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../../base/errors.ts';
import { RealRunError } from '../lab.ts';
import { onLines } from '../lines.ts';
import { carryOut } from './carry-out.ts';
import { catalogHere } from './catalog.ts';
import { askedFrom, type Asked, type Told } from './words.ts';

const cancelling = new AbortController();
let isAsked = false;

function tell(message: Told): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

/** Whoever asked may be gone: then there is nobody to tell, and what is left is to be tidied up. */
function tellIfHeard(message: Told): void {
  try {
    tell(message);
  } catch {
    // EPIPE: the end of the input cancels as well.
    cancel();
  }
}

function cancel(): void {
  if (!cancelling.signal.aborted) cancelling.abort(new RealRunError('The run was cancelled.'));
}

/** Beside this module, in the sources and among the bundles. */
function actorMain(): string {
  const bundled = path.join(import.meta.dirname, 'race-actor.mjs');
  return existsSync(bundled) ? bundled : path.join(import.meta.dirname, '..', 'actor', 'actor.ts');
}

async function answer(asked: Asked): Promise<Told> {
  if (asked.is === 'catalog') return { is: 'catalog', catalog: await catalogHere(asked.servers) };
  const listener = {
    onProgress: (progress: Extract<Told, { is: 'progress' }>['progress']): void => tellIfHeard({ is: 'progress', progress }),
    onFolder: (folder: string): void => tellIfHeard({ is: 'folder', folder }),
  };
  return { is: 'result', result: await carryOut(asked.request, actorMain(), listener, cancelling.signal) };
}

function ask(asked: Asked): void {
  if (isAsked) return cancel();
  isAsked = true;
  answer(asked).then(tellIfHeard, (error: unknown) => {
    if (!(error instanceof RealRunError)) console.error(error);
    tellIfHeard({ is: 'error', message: messageOf(error), isExpected: error instanceof RealRunError });
  }).finally(() => process.exit(0));
}

onLines(process.stdin, askedFrom, ask, cancel, () => (isAsked ? cancel() : process.exit(1)));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, cancel);
