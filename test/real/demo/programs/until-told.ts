import { createInterface } from 'node:readline';

/**
 * Announces this process on standard output, then waits for a line on standard input.
 * @returns the line, or null when the input closed: whoever started us is gone, and so should we be
 */
export function untilTold(announcement: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin });
  return new Promise((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(null));
    process.stdout.write(`${announcement}\n`);
  });
}
