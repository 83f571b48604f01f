import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** How often a reader saw what. */
export interface Seen {
  readonly a: number;
  readonly b: number;
  /** There was no file. */
  readonly nothing: number;
  /** Half of a content, or a mixture. */
  readonly neither: number;
}

/** Reads a file in another process, without a pause, while something is done. */
export async function watched(file: string, act: () => Promise<void>): Promise<Seen> {
  const reader = fork(path.join(import.meta.dirname, 'reader.ts'), [file]);
  const ended = once(reader, 'exit');
  try {
    await once(reader, 'message');
    await act();
    const told = new Promise<Seen>((resolve) => reader.once('message', (seen: Seen) => resolve(seen)));
    reader.send('stop');
    return await told;
  } finally {
    reader.kill('SIGKILL');
    await ended;
  }
}
