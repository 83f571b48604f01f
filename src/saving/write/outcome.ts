import type { InPlaceReason } from './reasons.ts';

export interface SaveOptions {
  /** SHA-256 (hex) that the file is expected to have; null: expected not to exist. Left out: whatever stands there. */
  readonly expect?: string | null;
  /** 'backed-up': the user's consent to writing in place, with a backup, where replacing the file would lose something. Default 'never'. */
  readonly inPlace?: 'never' | 'backed-up';
  /** Ends the save before the file is touched; it rejects with the signal's reason, and nothing has changed. */
  readonly signal?: AbortSignal;
  /** Told after each MiB of a file of more than 4 MiB. */
  readonly onProgress?: (writtenBytes: number, totalBytes: number) => void;
}

export type SaveOutcome =
  | {
      readonly is: 'saved';
      /** The real path that was written. */
      readonly file: string;
      readonly how: 'replaced' | 'created' | 'in-place';
      /** Of the bytes that were written, hex. */
      readonly sha256: string;
      /** Copies of what the file held before a former save in place that was cut short, and that something else has changed since; there is something to compare by hand. */
      readonly kept: readonly string[];
    }
  | {
      readonly is: 'conflict';
      readonly file: string;
      /** SHA-256 of what is there now; null when nothing is. */
      readonly found: string | null;
    }
  /** Nothing has changed: replacing the file would lose something. */
  | { readonly is: 'asks'; readonly file: string; readonly reasons: readonly InPlaceReason[] };
