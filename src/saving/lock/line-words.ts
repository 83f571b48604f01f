import type { Kind, Place } from './turns.ts';

/** What a process says to the server of a line. */
export type Said =
  | { readonly is: 'join'; readonly id: number; readonly place: Place; readonly since: number }
  | { readonly is: 'holds'; readonly id: number; readonly place: Place }
  | { readonly is: 'leave'; readonly id: number }
  | { readonly is: 'present' }
  /** Asks the server for a sign of life. */
  | { readonly is: 'ask' };

/** What the server says to a process. */
export type Answered = { readonly is: 'go'; readonly id: number } | { readonly is: 'ask' } | { readonly is: 'present' };

const kinds: Readonly<Record<string, Kind>> = { x: 'exclusive', s: 'shared' };

/** As a line, its end included. */
export function said(word: Said): string {
  switch (word.is) {
    case 'join':
      return `join ${word.id} ${placed(word.place)} ${word.since}\n`;
    case 'holds':
      return `holds ${word.id} ${placed(word.place)}\n`;
    case 'leave':
      return `leave ${word.id}\n`;
    default:
      return `${word.is}\n`;
  }
}

/** As a line, its end included. */
export function answered(word: Answered): string {
  return word.is === 'go' ? `go ${word.id}\n` : `${word.is}\n`;
}

/** null for what is none of it: another version may say more. */
export function saidIn(line: string): Said | null {
  const [is, id, kind = '', limit, since] = line.split(' ');
  if (is === 'present' || is === 'ask') return { is };
  if (!isWhole(id)) return null;
  if (is === 'leave') return { is, id: Number(id) };
  const known = kinds[kind];
  if (known === undefined || !isWhole(limit) || Number(limit) < 1) return null;
  const place = { kind: known, limit: Number(limit) };
  if (is === 'holds') return { is, id: Number(id), place };
  return is === 'join' && isWhole(since) ? { is, id: Number(id), place, since: Number(since) } : null;
}

/** @see saidIn */
export function answeredIn(line: string): Answered | null {
  const [is, id] = line.split(' ');
  if (is === 'present' || is === 'ask') return { is };
  return is === 'go' && isWhole(id) ? { is, id: Number(id) } : null;
}

function placed({ kind, limit }: Place): string {
  return `${kind === 'shared' ? 's' : 'x'} ${limit}`;
}

function isWhole(word: string | undefined): word is string {
  return word !== undefined && /^\d{1,16}$/.test(word);
}
