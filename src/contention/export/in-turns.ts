import { setImmediate as turn } from 'node:timers/promises';

/** After so long others get a turn, ms. */
const longestMs = 4;

/**
 * Goes through long work with turns for others in between, so that the editor does not stall.
 * @param steps each of a few ms
 * @returns what the steps return
 */
export async function stepsInTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - since < longestMs) continue;
    await turn();
    since = performance.now();
  }
}

/**
 * Puts a long text together in turns.
 * @param parts made when they are asked for, each in a few ms
 */
export function inTurns(parts: Iterable<string>): Promise<string> {
  return stepsInTurns(joined(parts));
}

/** The same as UTF-8. A text of 80 MB is encoded in 0.1 s, and its parts in turns. */
export function bytesInTurns(parts: Iterable<string>): Promise<Buffer> {
  return stepsInTurns(encoded(parts));
}

function* joined(parts: Iterable<string>): Generator<void, string> {
  const made: string[] = [];
  for (const part of parts) {
    made.push(part);
    yield;
  }
  return made.join('');
}

function* encoded(parts: Iterable<string>): Generator<void, Buffer> {
  const made: Buffer[] = [];
  let size = 0;
  for (const part of parts) {
    const bytes = Buffer.from(part);
    made.push(bytes);
    size += bytes.length;
    yield;
  }
  const all = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const bytes of made) {
    at += bytes.copy(all, at);
    yield;
  }
  return all;
}
