import { bigint, list, number, oneOf, orNull, parsed, record, string, toJson, type Fields } from '../base/json.ts';
import type { JournalEntry, JournalEvent, KeptArtifact, RecordedEvidence, Subject } from './journal-entry.ts';
import { lockStates } from '../locks/lock.ts';
import type { Identity } from '../locks/observation.ts';

/** An entry as one line of JSON, without the line's end. Bigints become strings of digits. */
export function toLine(entry: JournalEntry): string {
  return toJson(entry);
}

/** The entry that a line holds, or null when it is none: half-written, or not ours. */
export function fromLine(line: string): JournalEntry | null {
  return parsed(line, (value) => {
    const fields = record(value);
    return { at: number(fields['at']), pid: number(fields['pid']), subject: subject(fields['subject']), event: event(fields['event']) };
  });
}

function identity(value: unknown): Identity {
  const fields = record(value);
  return {
    dev: bigint(fields['dev']),
    ino: bigint(fields['ino']),
    birthtimeNs: orNull(fields['birthtimeNs'], bigint),
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

export function subject(value: unknown): Subject {
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

export function artifact(value: unknown): KeptArtifact {
  const fields = record(value);
  return { path: string(fields['path']), name: string(fields['name']), identity: identity(fields['identity']) };
}

function kept(fields: Fields): { undoId: string; entry: string; artifacts: KeptArtifact[] } {
  return { undoId: string(fields['undoId']), entry: string(fields['entry']), artifacts: list(fields['artifacts'], artifact) };
}

const eventNames = ['broken', 'kept-apart', 'returned', 'refused', 'undone', 'emptied'] as const;

function event(value: unknown): JournalEvent {
  const fields = record(value);
  const is = oneOf(eventNames, fields['is']);
  const recovered = fields['recovered'] === true;
  switch (is) {
    case 'broken':
      return { is, ...kept(fields), recovered, method: oneOf(['exchange', 'move'] as const, fields['method']) };
    case 'kept-apart':
      return { is, ...kept(fields), recovered, why: string(fields['why']) };
    case 'returned':
      return { is, undoId: string(fields['undoId']), recovered, why: oneOf(['changed', 'perhaps', 'committed'] as const, fields['why']) };
    case 'refused':
      return { is, why: oneOf(['never', 'not-stale', 'changed', 'outside'] as const, fields['why']) };
    case 'undone':
      return { is, undoId: string(fields['undoId']), recovered, left: list(fields['left'], string) };
    case 'emptied':
      return { is, undoId: string(fields['undoId']) };
  }
}
