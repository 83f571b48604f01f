import type { Kind, Place } from './turns.ts';

/** What a process says to the server of a line. */
export type Said =
  | { readonly is: 'join'; readonly id: number; readonly place: Place; readonly since: number; readonly pid?: number }
  /** `turn`: since when it waited, and whether it has acquired the lock by now. Earlier versions say neither this nor their pid. */
  | { readonly is: 'holds'; readonly id: number; readonly place: Place; readonly turn?: { readonly pid: number; readonly since: number; readonly has: boolean } }
  /** It has acquired the lock, which nobody passed to it. */
  | { readonly is: 'has'; readonly id: number }
  /** Waits no longer. */
  | { readonly is: 'leave'; readonly id: number }
  /** Its turn is over, and the lock free. */
  | { readonly is: 'done'; readonly id: number }
  /** Its turn is over, and the lock is the next one's as it stands; `token` is that of the hold that has ended. */
  | { readonly is: 'pass'; readonly id: number; readonly token: number }
  | { readonly is: 'present' }
  /** Only wants to be told what happens: see line-news-words.ts. */
  | { readonly is: 'observe' }
  /** Asks the server for a sign of life. */
  | { readonly is: 'ask' };

/** What the server says to a process. */
export type Answered = ({ readonly is: 'go'; readonly id: number } & Go) | { readonly is: 'ask' } | { readonly is: 'present' };

/** With what a turn comes. */
export interface Go {
  /** The token of a hold whose lock is passed on; null when the lock is to be acquired. */
  readonly passed: number | null;
  /** Whether somebody waits by now to whom the lock may be passed on in turn. */
  readonly mayPass: boolean;
}

const kinds: Readonly<Record<string, Kind>> = { x: 'exclusive', s: 'shared' };

/** As a line, its end included. */
export function said(word: Said): string {
  switch (word.is) {
    case 'join':
      return `join ${word.id} ${placed(word.place)} ${word.since}${word.pid === undefined ? '' : ` ${word.pid}`}\n`;
    case 'holds':
      return `holds ${word.id} ${placed(word.place)}${word.turn === undefined ? '' : ` ${word.turn.pid} ${word.turn.since} ${word.turn.has ? 'has' : 'tries'}`}\n`;
    case 'leave':
    case 'done':
    case 'has':
      return `${word.is} ${word.id}\n`;
    case 'pass':
      return `pass ${word.id} ${word.token}\n`;
    default:
      return `${word.is}\n`;
  }
}

/** As a line, its end included. */
export function answered(word: Answered): string {
  return word.is === 'go' ? `go ${word.id} ${word.passed ?? '-'} ${word.mayPass ? 'pass' : 'free'}\n` : `${word.is}\n`;
}

/** null for what is none of it: another version may say more. */
export function saidIn(line: string): Said | null {
  const [is, id, kind = '', limit, ...rest] = line.split(' ');
  if (is === 'present' || is === 'ask' || is === 'observe') return { is };
  if (!isWhole(id)) return null;
  if (is === 'leave' || is === 'done' || is === 'has') return { is, id: Number(id) };
  if (is === 'pass') return isWhole(kind) ? { is, id: Number(id), token: Number(kind) } : null;
  const known = kinds[kind];
  if (known === undefined || !isWhole(limit) || Number(limit) < 1) return null;
  const place = { kind: known, limit: Number(limit) };
  if (is === 'holds') return { is, id: Number(id), place, ...turnIn(rest) };
  const [since, pid] = rest;
  return is === 'join' && isWhole(since) ? { is, id: Number(id), place, since: Number(since), ...(isWhole(pid) ? { pid: Number(pid) } : {}) } : null;
}

function turnIn([pid, since, has]: readonly string[]): Pick<Extract<Said, { is: 'holds' }>, 'turn'> {
  return isWhole(pid) && isWhole(since) ? { turn: { pid: Number(pid), since: Number(since), has: has === 'has' } } : {};
}

/** @see saidIn */
export function answeredIn(line: string): Answered | null {
  const [is, id, passed, mayPass] = line.split(' ');
  if (is === 'present' || is === 'ask') return { is };
  if (is !== 'go' || !isWhole(id) || !(passed === '-' || isWhole(passed))) return null;
  return { is, id: Number(id), passed: passed === '-' ? null : Number(passed), mayPass: mayPass === 'pass' };
}

function placed({ kind, limit }: Place): string {
  return `${kind === 'shared' ? 's' : 'x'} ${limit}`;
}

function isWhole(word: string | undefined): word is string {
  return word !== undefined && /^\d{1,16}$/.test(word);
}
