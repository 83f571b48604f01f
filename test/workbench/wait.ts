// Waiting for what a workbench shows.

/** How long anything may take to show, in milliseconds. */
export const SHOW_TIMEOUT_MS = 30_000;

/** Pause between two looks, in milliseconds. */
const LOOK_EVERY_MS = 50;

/**
 * Looks again and again until what it sees is accepted, and returns that.
 * @param what names what is waited for, for the error message.
 * @throws an error with what was seen last, when the time is over.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  accept: (seen: T) => boolean,
  timeoutMs = SHOW_TIMEOUT_MS,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (accept(seen)) return seen;
    if (performance.now() > end) {
      throw new Error(`waited ${timeoutMs / 1000} s for ${what}; seen last:\n${JSON.stringify(seen, null, 2)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
