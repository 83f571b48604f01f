import { readlinkSync } from 'node:fs';
import { orGone } from '../../base/errors.ts';
import { number, orNull, record, string, toJson } from '../../base/json.ts';
import { createMachine } from '../../system/this-machine.ts';

/** The process that holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, ms since the epoch; null where that is not known. */
  readonly startedAt: number | null;
  readonly command: string | null;
  /** Whether it runs on this machine, by the numbers that processes have here. */
  readonly isLocal: boolean;
}

/** What makes a process this very one, for as long as it is remembered. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: number | null;
  readonly command: string | null;
  /** The kernel's own mark of its start: a number may be another process's by now. */
  readonly start: string | null;
  /** The kernel's name for the boot; null where it has none. */
  readonly boot: string | null;
  /** Among whose processes the number counts: a container has numbers of its own. */
  readonly space: string | null;
}

const machine = createMachine();
let own: ProcessMark | null = null;

/** The mark of this process. */
export function ownMark(): ProcessMark {
  own ??= findOwn();
  return own;
}

let ownText: string | null = null;

/** The longest that it may be as JSON, bytes; a command can be much longer. */
const longestMark = 900;

/** The same as one line of JSON, without the command where that is a long one. */
export function ownMarkText(): string {
  ownText ??= textOf(ownMark());
  return ownText;
}

function textOf(mark: ProcessMark): string {
  const whole = toJson(mark);
  return Buffer.byteLength(whole) <= longestMark ? whole : toJson({ ...mark, command: null });
}

function findOwn(): ProcessMark {
  const probe = machine.probe(process.pid);
  const self = probe.is === 'alive' ? probe.process : null;
  return {
    pid: process.pid,
    host: machine.hostname,
    startedAt: self?.startedAt ?? null,
    command: self?.command ?? null,
    start: self?.startMark ?? null,
    boot: machine.bootId(),
    space: process.platform === 'linux' ? orGone(() => readlinkSync('/proc/self/ns/pid')) : null,
  };
}

/** Whether a process that left its mark is proven to have ended: by its number, its start, or a boot since. */
export function isProvenGone(mark: ProcessMark): boolean {
  const { host, boot, space } = ownMark();
  if (mark.host !== host) return false;
  if (mark.boot !== null && boot !== null && mark.boot !== boot) return true;
  if (mark.space !== space) return false;
  return !machine.lives({ pid: mark.pid, command: mark.command, user: null, cwd: null, startedAt: mark.startedAt, startMark: mark.start });
}

/** The process behind a mark, for people. */
export function ownerOf({ pid, host, startedAt, command, space }: ProcessMark): LockOwner {
  const self = ownMark();
  return { pid, host, startedAt, command, isLocal: host === self.host && space === self.space };
}

/** @throws SyntaxError when it is none */
export function markFrom(value: unknown): ProcessMark {
  const fields = record(value);
  return {
    pid: number(fields['pid']),
    host: string(fields['host']),
    startedAt: orNull(fields['startedAt'], number),
    command: orNull(fields['command'], string),
    start: orNull(fields['start'], string),
    boot: orNull(fields['boot'], string),
    space: orNull(fields['space'], string),
  };
}
