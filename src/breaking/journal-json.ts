import type { JournalEntry, JournalEvent, KeptArtifact, RecordedEvidence, Subject } from './journal-entry.ts';
import { lockStates } from '../locks/lock.ts';
import type { Identity } from '../locks/observation.ts';

/** An entry as one line of JSON, without the line's end. Bigints become strings of digits. */
export function toLine(entry: JournalEntry): string {
  return JSON.stringify(entry, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** The entry that a line holds, or null when it is none: half-written, or not ours. */
export function fromLine(line: string): JournalEntry | null {
  try {
    const value = record(JSON.parse(line));
    return { at: number(value['at']), pid: number(value['pid']), subject: subject(value['subject']), event: event(value['event']) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Not what toLine writes. A SyntaxError, like JSON's own, so that there is one way to fail. */
function reject(what: string): never {
  throw new SyntaxError(`not a ${what}`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function record(value: unknown): Fields {
  return isFields(value) ? value : reject('record');
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : reject('string');
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : reject('number');
}

function list<T>(value: unknown, item: (value: unknown) => T): T[] {
  return Array.isArray(value) ? value.map((each: unknown) => item(each)) : reject('list');
}

function oneOf<T extends string>(options: readonly T[], value: unknown): T {
  return options.find((option) => option === value) ?? reject(options.join('/'));
}

function bigint(value: unknown): bigint {
  return BigInt(string(value));
}

function identity(value: unknown): Identity {
  const fields = record(value);
  return {
    dev: bigint(fields['dev']),
    ino: bigint(fields['ino']),
    birthtimeNs: fields['birthtimeNs'] === null ? null : bigint(fields['birthtimeNs']),
    mtimeNs: bigint(fields['mtimeNs']),
    size: bigint(fields['size']),
    contentHash: string(fields['contentHash']),
  };
}

function evidence(value: unknown): RecordedEvidence {
  const fields = record(value);
  const supports = oneOf([...lockStates, 'neutral'] as const, fields['supports']);
  return { code: string(fields['code']), supports, message: string(fields['message']) };
}

function subject(value: unknown): Subject {
  const fields = record(value);
  return {
    path: string(fields['path']),
    kind: string(fields['kind']),
    state: oneOf(lockStates, fields['state']),
    forced: fields['forced'] === true,
    evidence: list(fields['evidence'], evidence),
    identity: identity(fields['identity']),
  };
}

function artifact(value: unknown): KeptArtifact {
  const fields = record(value);
  return { path: string(fields['path']), name: string(fields['name']), identity: identity(fields['identity']) };
}

function kept(fields: Fields): { undoId: string; entry: string; artifacts: KeptArtifact[] } {
  return { undoId: string(fields['undoId']), entry: string(fields['entry']), artifacts: list(fields['artifacts'], artifact) };
}

const eventNames = ['intended', 'broken', 'kept-apart', 'abandoned', 'refused', 'undone'] as const;

function event(value: unknown): JournalEvent {
  const fields = record(value);
  const is = oneOf(eventNames, fields['is']);
  switch (is) {
    case 'intended':
    case 'broken':
      return { is, ...kept(fields) };
    case 'kept-apart':
      return { is, ...kept(fields), why: string(fields['why']) };
    case 'abandoned':
      return { is, undoId: string(fields['undoId']), why: string(fields['why']) };
    case 'refused':
      return { is, why: oneOf(['never', 'not-stale', 'changed'] as const, fields['why']) };
    case 'undone':
      return { is, undoId: string(fields['undoId']), left: list(fields['left'], string) };
  }
}
