import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { list, number, record } from '../../../src/base/json.ts';
import type { Truth } from './locker.ts';

const run = promisify(execFile);

/** Runs a load to its end. @returns what it says is true */
export async function runLoad(name: 'file-load' | 'line-load', ...args: readonly (string | number)[]): Promise<Truth[]> {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const { stdout } = await run(process.execPath, [script, ...args.map(String)]);
  return list(JSON.parse(stdout), (value) => {
    const { pid, wanted, got, freed, looseMs } = record(value);
    return { pid: number(pid), wanted: number(wanted), got: number(got), freed: number(freed), looseMs: looseMs === undefined ? 0 : number(looseMs) };
  });
}
