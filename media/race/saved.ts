import { list, number, oneOf, orNull, record, string } from '../../src/base/json.ts';
import { readFinding } from '../../src/protocol/race-finding.ts';
import type { Finding } from '../../src/race/model/finding.ts';
import { methodNames, type MethodName } from './methods.ts';

/** What is kept of one variant that is shown. */
export interface SavedSide {
  readonly variant: string;
  readonly method: MethodName;
  readonly finding: Finding | null;
  readonly isExploring: boolean;
  readonly schedule: string | null;
  readonly at: number;
}

/** What outlives the page. */
export interface SavedPage {
  /** File of the scenario; null for one that comes with Lockscope. */
  readonly file: string | null;
  readonly scenario: string | null;
  /** One, or two that are compared. */
  readonly sides: readonly SavedSide[];
  readonly showsArrows: boolean;
}

export const nothingSaved: SavedPage = { file: null, scenario: null, sides: [], showsArrows: false };

/** What was kept, or nothing when that is none of ours. */
export function savedFrom(value: unknown): SavedPage {
  try {
    return value === undefined || value === null ? nothingSaved : readSaved(value);
  } catch (error) {
    if (error instanceof SyntaxError) return nothingSaved;
    throw error;
  }
}

function readSaved(value: unknown): SavedPage {
  const fields = record(value);
  return { file: orNull(fields['file'], string), scenario: orNull(fields['scenario'], string), sides: list(fields['sides'], readSide).slice(0, 2), showsArrows: fields['showsArrows'] === true };
}

function readSide(value: unknown): SavedSide {
  const fields = record(value);
  return {
    variant: string(fields['variant']),
    method: oneOf(methodNames, fields['method']),
    finding: orNull(fields['finding'], readFinding),
    isExploring: fields['isExploring'] === true,
    schedule: orNull(fields['schedule'], string),
    at: number(fields['at']),
  };
}
