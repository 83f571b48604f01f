import { setImmediate as turn } from 'node:timers/promises';

/** After so long others get a turn, ms. */
const longestMs = 8;

/**
 * Puts a long text together with turns for others in between, so that the editor does not stall.
 * @param parts made when they are asked for, each in a few ms
 */
export async function inTurns(parts: Iterable<string>): Promise<string> {
  const made: string[] = [];
  let since = performance.now();
  for (const part of parts) {
    made.push(part);
    if (performance.now() - since < longestMs) continue;
    await turn();
    since = performance.now();
  }
  return made.join('');
}
