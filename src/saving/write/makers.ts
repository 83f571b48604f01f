import { createHash } from 'node:crypto';
import os from 'node:os';
import { readProc, readProcLink, readStat } from '../../system/linux/proc.ts';
import { signalProbe } from '../../system/processes.ts';
import type { Maker } from './names.ts';

/** 'elsewhere': of another boot, container or machine, whose processes cannot be asked about. */
export type Life = 'living' | 'dead' | 'elsewhere';

let self: Maker | null = null;

/** This process. */
export function thisMaker(): Maker {
  self ??= { pid: process.pid, startTicks: readStat(process.pid)?.startTicks ?? 0, place: thisPlace() };
  return self;
}

/** Whether the process that made a file of ours still lives. One whose number has been given to another does not. */
export function lifeOf(maker: Maker): Life {
  if (maker.place !== thisMaker().place) return 'elsewhere';
  if (process.platform !== 'linux') return signalProbe(maker.pid) === 'dead' ? 'dead' : 'living';
  const stat = readStat(maker.pid);
  // A process that has ended and that its parent has not asked about yet (Z) makes nothing any more.
  if (stat !== null) return stat.startTicks === maker.startTicks && !'ZX'.includes(stat.state) ? 'living' : 'dead';
  // Without an entry in /proc it may still be one of another user (hidepid).
  return signalProbe(maker.pid) === 'dead' ? 'dead' : 'living';
}

function thisPlace(): string {
  const boot = readProc('/proc/sys/kernel/random/boot_id') ?? '';
  const numbers = readProcLink('/proc/self/ns/pid') ?? '';
  // A container that was started anew has its numbers in a new space; the host name tells machines that share a folder.
  return createHash('sha256').update([os.hostname(), boot.trim(), numbers].join(' ')).digest('hex').slice(0, 8);
}
