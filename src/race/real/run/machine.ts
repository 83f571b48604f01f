import os from 'node:os';
import type { Machine } from '../result.ts';

/** This machine, and what took part. */
export function thisMachine(versions: ReadonlyMap<string, string>): Machine {
  return {
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryMb: Math.round(os.totalmem() / 2 ** 20),
    versions: { lockscope: typeof LOCKSCOPE_VERSION === 'string' ? LOCKSCOPE_VERSION : 'source', node: process.versions.node, ...Object.fromEntries(versions) },
  };
}
