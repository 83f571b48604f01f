// Holds locks as its parent asks: argv[2] says of which kind, argv[3] of which file. An order over IPC is answered
// when it is carried out, so that a test knows what is so.
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import * as native from 'fs-native-extensions';
import { lock as properLock } from 'proper-lockfile';
import { FileLock, type Hold } from '../../../src/saving/lock/file-lock.ts';
import { ReadWriteLock } from '../../../src/saving/lock/read-write-lock.ts';
import { Semaphore } from '../../../src/saving/lock/semaphore.ts';

declare module 'fs-native-extensions' {
  /** Takes the kernel's lock on an open file, if nobody has it. */
  export function tryLock(descriptor: number): boolean;
}

const [, , file = ''] = process.argv;
const lock = new FileLock(file, { staleMs: 2000 });
const shared = new ReadWriteLock(file);
let hold: Hold | null = null;
let waited: Promise<Hold> | null = null;
let releaseProper: (() => Promise<void>) | null = null;

/** What an order does. Its answer is sent to the parent. */
const orders: Record<string, (argument: string) => unknown> = {
  acquire: async () => {
    hold = await lock.acquire({ timeoutMs: 60_000 });
    return hold.token;
  },
  /** Done when it waits; 'acquired' when it has waited. */
  wait: () => new Promise<void>((resolve) => {
    waited = lock.acquire({ timeoutMs: 60_000, onWait: () => resolve() });
  }),
  acquired: async () => {
    hold = await waited;
  },
  read: async () => {
    hold = await shared.acquireRead({ timeoutMs: 60_000 });
    return true;
  },
  write: async () => {
    hold = await shared.acquireWrite({ timeoutMs: 60_000 });
    return hold.token;
  },
  release: () => hold?.release(),
  'is-held': () => hold?.isHeld === true,
  lost: () => new Promise((resolve) => hold?.signal.addEventListener('abort', () => resolve(String(hold?.signal.reason)))),
  proper: async () => {
    releaseProper = await properLock(file, { realpath: false, stale: 2000, update: 1000 });
  },
  'release-proper': () => releaseProper?.(),
  'exit-holding': async () => {
    await lock.acquire();
    setImmediate(() => process.exit(0));
  },
  alone: (times) => repeat(Number(times), () => lock.run(() => aloneInside(), { timeoutMs: Infinity })),
  'alone-dying': (times) => repeat(Number(times), () => lock.run(() => {
    aloneInside();
    if (Math.random() < 0.02) process.kill(process.pid, 'SIGKILL');
  }, { timeoutMs: Infinity })),
  permits: async (argument) => {
    const [count = 1, times = 1] = argument.split('/').map(Number);
    const semaphore = new Semaphore(file, count);
    let most = 0;
    await repeat(times, () => semaphore.run(async ({ lockPath }) => {
      const inside = openSync(`${lockPath}.inside`, 'a+');
      if (!native.tryLock(inside)) throw new Error(`two have ${lockPath}`);
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, Number(/(\d+)\.lock$/.exec(lockPath)?.[1]));
      closeSync(inside);
    }, { timeoutMs: Infinity }));
    return most;
  },
  reading: (times) => repeat(Number(times), () => shared.read(() => {
    const text = readFileSync(file, 'utf8');
    if (!/^(\d+) \1 \1\n$/.test(text)) throw new Error(`a write was seen half done: ${text}`);
  }, { timeoutMs: Infinity })),
  writing: (times) => repeat(Number(times), () => shared.write(async () => {
    const next = Number(readFileSync(file, 'utf8').split(' ')[0]) + 1;
    writeFileSync(file, `${next}`);
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(file, `${next} ${next} ${next}\n`);
  }, { timeoutMs: Infinity })),
};

process.on('disconnect', () => process.exit());
process.on('message', (order) => {
  const [name = '', argument = ''] = String(order).split(':');
  Promise.resolve(orders[name]?.(argument)).then(
    (result) => process.send?.({ ok: result ?? null }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

/** The kernel's lock on a file says whether another is inside, and ends with its process. */
function aloneInside(): void {
  const inside = openSync(`${file}.inside`, 'a+');
  if (!native.tryLock(inside)) throw new Error('another is inside');
  closeSync(inside);
}

async function repeat(times: number, act: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await act();
}
