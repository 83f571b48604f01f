// What this process has made and must undo before it ends: processes, temporary folders.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

type Release = () => void | Promise<void>;

const owned = new Set<Release>();
const lastResorts = new Set<() => void>();
let listening = false;
let hooked = false;

/**
 * Registers something to undo when the process ends, also on Ctrl-C and SIGTERM.
 * Returns the function that undoes it now; it runs once, however often it is called.
 */
export function own(release: Release): () => Promise<void> {
  listen();
  let done: Promise<void> | undefined;
  const once = (): Promise<void> => {
    owned.delete(once);
    done ??= Promise.resolve(release());
    return done;
  };
  owned.add(once);
  return once;
}

/** Undoes everything registered and not yet undone, the last first. Throws what failed, at the end. */
export async function releaseAll(): Promise<void> {
  const failures: unknown[] = [];
  for (const release of [...owned].toReversed()) {
    try {
      await release();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'could not clean up');
}

/**
 * Registers what must happen even when the process ends without releasing, as after an uncaught
 * error; nothing asynchronous works by then.
 * @returns takes the registration back.
 */
export function atExit(action: () => void): () => void {
  if (!hooked) process.once('exit', () => lastResorts.forEach((last) => last()));
  hooked = true;
  lastResorts.add(action);
  return () => lastResorts.delete(action);
}

/**
 * Makes a new empty folder that goes when the process ends.
 * @returns its real path: on macOS the temporary folder is a link, which would show in paths.
 */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `lockscope-${name}-`)));
  const options = { recursive: true, force: true, maxRetries: 5 } as const;
  const forget = atExit(() => rmSync(folder, options));
  own(async () => {
    await rm(folder, options);
    forget();
  });
  return folder;
}

/**
 * Runs a script's body, then undoes what it owns. The body's number becomes the exit code;
 * an error is printed as its message alone and makes it 1.
 */
export async function main(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(`lockscope: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await releaseAll();
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    let seen = false;
    process.on(signal, () => {
      // A terminal and npm may both pass the same Ctrl-C on.
      if (seen) return;
      seen = true;
      const code = 128 + constants.signals[signal];
      releaseAll().then(
        () => process.exit(code),
        (error: unknown) => {
          console.error(error);
          process.exit(code);
        },
      );
    });
  }
}
