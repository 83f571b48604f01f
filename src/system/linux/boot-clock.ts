import { statSync } from 'node:fs';
import { errnoCode } from '../../base/errors.ts';
import { readMounts } from '../mounts.ts';
import { listPids, readProc, readStat } from './proc.ts';

/** USER_HZ, in which /proc counts; 100 on every architecture that Linux exposes to programs. */
const ticksPerSecond = 100;

/** What clocks may differ by without having been set, ms. */
const slackMs = 5000;

/** A socket or a /proc entry made this close to a process's start is a witness of the clock then, ms. */
const witnessMs = 2000;

/**
 * Turns the kernel's time since boot into wall-clock time, and knows where that cannot be trusted.
 *
 * A start time counts from boot, a file's time is the wall clock at that moment. Set the clock
 * forward (NTP after a wrong start, a virtual machine or WSL resumed from sleep) and every process
 * from before seems to have started later than the lock it wrote: a live holder would look like a
 * reused pid. /dev is made at boot and keeps the clock of that moment, which shows such a jump.
 */
export class BootClock {
  readonly #startTicksOf: (pid: number) => number | null;

  constructor(startTicksOf: (pid: number) => number | null = (pid) => readStat(pid)?.startTicks ?? null) {
    this.#startTicksOf = startTicksOf;
  }

  /** Wall-clock time of a start, by today's clock, ms since the epoch. */
  startedAt(startTicks: number): number {
    return bootedAt() + (startTicks * 1000) / ticksPerSecond;
  }

  /** The earliest that the clock can have shown in this boot, ms since the epoch; null where the boot cannot be dated. */
  earliest(): number | null {
    const devices = devicesMadeAt();
    return devices === null ? null : Math.min(bootedAt(), devices) - slackMs;
  }

  /**
   * Whether the clock may have been set forward since a process started, by as much as `byMs`.
   * A jump is excluded when none of that size happened since boot, or when a process no younger than
   * this one left a trace that agrees with today's clock.
   * @param isContained whether this runs in a container, where the boot cannot be dated
   */
  mayHaveJumped(startTicks: number, byMs: number, isContained: boolean): boolean {
    const devices = isContained ? null : devicesMadeAt();
    const jumped = devices === null ? Infinity : bootedAt() - devices;
    return jumped > slackMs && byMs <= jumped + slackMs && !this.#hasWitness(startTicks);
  }

  #hasWitness(startTicks: number): boolean {
    return listPids().some((pid) => {
      const ticks = this.#startTicksOf(pid);
      return ticks !== null && ticks <= startTicks && agrees(pid, this.startedAt(ticks));
    });
  }
}

/** What two looks at the uptime, which has hundredths of a second, may differ by, ms. */
const jitterMs = 20;

let lastBootedAt = -Infinity;

/**
 * When the system started, by today's clock; the same time again unless the clock was set, so that the
 * start of a process stays what it was. /proc/uptime counts sleep, as start times do.
 */
function bootedAt(): number {
  const uptime = Number(readProc('/proc/uptime')?.split(' ')[0]);
  const now = Date.now() - uptime * 1000;
  if (!(Math.abs(now - lastBootedAt) <= jitterMs)) lastBootedAt = now;
  return lastBootedAt;
}

/**
 * When the kernel made /dev; null where it is a container's, which is younger than the boot, or where
 * /proc/uptime is a container's own (lxcfs), so that the boot itself cannot be dated.
 */
function devicesMadeAt(): number | null {
  const mounts = readMounts();
  if (mounts.get('/dev')?.type !== 'devtmpfs' || mounts.has('/proc/uptime')) return null;
  return timesOf('/dev')?.birthtimeMs || null;
}

/** Sockets and /proc entries keep the time at which they were made; one made at the start of its process tells the clock then. */
function agrees(pid: number, startedAt: number): boolean {
  return [`/proc/${pid}`, `/proc/${pid}/fd/0`, `/proc/${pid}/fd/1`, `/proc/${pid}/fd/2`].some((place) => {
    const made = timesOf(place)?.ctimeMs;
    return made !== undefined && Math.abs(made - startedAt) <= witnessMs;
  });
}

function timesOf(place: string): { birthtimeMs: number; ctimeMs: number } | null {
  try {
    return statSync(place);
  } catch (error) {
    if (errnoCode(error) === undefined) throw error;
    return null;
  }
}
