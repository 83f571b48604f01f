import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { number, oneOf, parsed, record, string } from '../../base/json.ts';
import { requestFrom, type RunRequest } from './request.ts';
import { breachKinds, type BreachKind } from './result.ts';
import type { Plain } from './scenario.ts';

/** What the runner tells a process of the run, each as one line of JSON on its standard input. The end of the input ends it. */
export type ToActor =
  /** The first line. */
  | { readonly is: 'work'; readonly request: RunRequest; readonly folder: string; readonly config: Plain; readonly actors: readonly number[]; readonly threads: boolean; readonly life: number }
  | { readonly is: 'help'; readonly role: string; readonly folder: string; readonly config: Plain }
  /** Times of the machine's monotonic clock, ms; no deadline for a number of operations. */
  | { readonly is: 'go'; readonly deadline: number | null }
  | { readonly is: 'stop' };

/** What a process of the run tells the runner, written in one go so that a kill does not tear it. */
export type FromActor =
  | { readonly is: 'ready' }
  /** How far it is: operations of this process, and its processor time since it was let go, ms. */
  | { readonly is: 'count'; readonly operations: number; readonly cpuMs: number }
  /** It stops itself now, and wants to be continued so many ms later. */
  | { readonly is: 'pause'; readonly ms: number }
  | { readonly is: 'resumed' }
  | { readonly is: 'version'; readonly name: string; readonly version: string }
  | { readonly is: 'done'; readonly operations: number; readonly cpuMs: number }
  | { readonly is: 'saw'; readonly actor: number; readonly breach: BreachKind; readonly explanation: string }
  | { readonly is: 'failed'; readonly message: string };

/** @throws SyntaxError */
export function fromActor(value: unknown): FromActor {
  const fields = record(value);
  const is = oneOf(['ready', 'count', 'pause', 'resumed', 'version', 'done', 'saw', 'failed'], fields['is']);
  switch (is) {
    case 'ready':
    case 'resumed': return { is };
    case 'count':
    case 'done': return { is, operations: number(fields['operations']), cpuMs: number(fields['cpuMs']) };
    case 'pause': return { is, ms: number(fields['ms']) };
    case 'version': return { is, name: string(fields['name']), version: string(fields['version']) };
    case 'saw': return { is, actor: number(fields['actor']), breach: oneOf(breachKinds, fields['breach']), explanation: string(fields['explanation']) };
    case 'failed': return { is, message: string(fields['message']) };
  }
}

/** @throws SyntaxError */
export function toActor(value: unknown): ToActor {
  const fields = record(value);
  const is = oneOf(['work', 'help', 'go', 'stop'], fields['is']);
  switch (is) {
    case 'stop': return { is };
    case 'go': return { is, deadline: fields['deadline'] === null ? null : number(fields['deadline']) };
    case 'help': return { is, role: string(fields['role']), folder: string(fields['folder']), config: plain(fields['config']) };
    case 'work': {
      const actors = fields['actors'];
      return { is, request: requestFrom(fields['request']), folder: string(fields['folder']), config: plain(fields['config']), actors: Array.isArray(actors) ? actors.map(number) : [], threads: fields['threads'] === true, life: number(fields['life']) };
    }
  }
}

/** What came as JSON is plain; it is checked where it is used. */
export function plain(value: unknown): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(record(value)).map(([name, each]) => [name, plain(each)]));
}

/**
 * Calls with each line that is a message; what is none is passed to `other`.
 * @param read throws SyntaxError for what is no message
 */
export function onLines<T extends object>(input: Readable, read: (value: unknown) => T, act: (message: T) => void, other: (line: string) => void, end: () => void): void {
  createInterface({ input, crlfDelay: Infinity })
    .on('line', (line) => {
      const message = parsed(line, read);
      if (message === null) other(line);
      else act(message);
    })
    .on('close', end);
}
