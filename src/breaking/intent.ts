import { bigint, list, oneOf, orNull, parsed, record, string, toJson } from '../base/json.ts';
import type { KeptArtifact, Method, Subject } from './journal-entry.ts';
import { artifact, subject } from './journal-json.ts';
import type { Placeholder } from './placeholder.ts';

/** What a break is about to do, written down before it does anything; from it a later start can complete or revert it. */
export interface Intent {
  readonly undoId: string;
  readonly subject: Subject;
  readonly method: Method;
  /** What stands in for the lock; null for a move. */
  readonly placeholder: Placeholder | null;
  /** See Lock. */
  readonly renamedTo: string | null;
  /** The lock itself first, then its companions. */
  readonly artifacts: readonly KeptArtifact[];
}

/** An intent as one line of JSON. */
export function intentToLine(intent: Intent): string {
  return toJson(intent);
}

/** The intent in a file's text; null when it is none, or half-written. */
export function intentFrom(text: string): Intent | null {
  return parsed(text, (value) => {
    const fields = record(value);
    return {
      undoId: string(fields['undoId']),
      subject: subject(fields['subject']),
      method: oneOf(['exchange', 'move'] as const, fields['method']),
      placeholder: orNull(fields['placeholder'], placeholder),
      renamedTo: orNull(fields['renamedTo'], string),
      artifacts: list(fields['artifacts'], artifact),
    };
  });
}

function placeholder(value: unknown): Placeholder {
  const fields = record(value);
  return { type: oneOf(['folder', 'file'] as const, fields['type']), dev: bigint(fields['dev']), ino: bigint(fields['ino']), birthtimeNs: orNull(fields['birthtimeNs'], bigint) };
}
