import type { Kind } from './turns.ts';

/** What the host of a line tells those who look on. Times are ms since the epoch; `key` is one request's for as long as it lasts. */
export type News =
  | { readonly is: 'waits'; readonly key: string; readonly pid: number | null; readonly kind: Kind; readonly since: number }
  /** A wait that was over before. */
  | { readonly is: 'waited'; readonly key: string; readonly pid: number | null; readonly kind: Kind; readonly since: number; readonly until: number }
  /** Its turn came, and it still has to acquire the lock. */
  | { readonly is: 'turn'; readonly key: string; readonly at: number }
  /** Its turn came, and the lock with it. `by`: the pid of who passed it on; null where it is not known. */
  | { readonly is: 'passed'; readonly key: string; readonly at: number; readonly by: number | null; readonly pid: number | null }
  /** It acquired the lock. */
  | { readonly is: 'has'; readonly key: string; readonly at: number }
  /** It left the line: it has released the lock, or waits no longer. */
  | { readonly is: 'gone'; readonly key: string; readonly at: number }
  /** Nobody else waits. */
  | { readonly is: 'all' };

const kinds: Readonly<Record<string, Kind>> = { x: 'exclusive', s: 'shared' };

/** As a line, its end included. */
export function newsLine(news: News): string {
  switch (news.is) {
    case 'waits':
      return `waits ${whose(news)} ${news.since}\n`;
    case 'waited':
      return `waited ${whose(news)} ${news.since} ${news.until.toFixed(3)}\n`;
    case 'passed':
      return `passed ${news.key} ${news.at.toFixed(3)} ${news.by ?? '-'} ${news.pid ?? '-'}\n`;
    case 'turn':
    case 'has':
    case 'gone':
      return `${news.is} ${news.key} ${news.at.toFixed(3)}\n`;
    case 'all':
      return 'all\n';
  }
}

/** null for what is none of it: another version may say more. */
export function newsIn(line: string): News | null {
  const [is, key, ...rest] = line.split(' ');
  if (is === 'all') return { is };
  if (key === undefined || !/^[\w.]{1,40}$/.test(key)) return null;
  if (is === 'waits' || is === 'waited') return waitIn(is, key, rest);
  const [at, by, pid] = rest;
  if (!isTime(at)) return null;
  if (is === 'turn' || is === 'has' || is === 'gone') return { is, key, at: Number(at) };
  return is === 'passed' && isPid(by) && isPid(pid) ? { is, key, at: Number(at), by: pidIn(by), pid: pidIn(pid) } : null;
}

function waitIn(is: 'waits' | 'waited', key: string, [pid, letter = '', since, until]: readonly string[]): News | null {
  const kind = kinds[letter];
  if (kind === undefined || !isTime(since) || !isPid(pid)) return null;
  const wait = { key, pid: pidIn(pid), kind, since: Number(since) };
  if (is === 'waits') return { is, ...wait };
  return isTime(until) ? { is, ...wait, until: Number(until) } : null;
}

function whose({ key, pid, kind }: { readonly key: string; readonly pid: number | null; readonly kind: Kind }): string {
  return `${key} ${pid ?? '-'} ${kind === 'shared' ? 's' : 'x'}`;
}

function isPid(word: string | undefined): word is string {
  return word !== undefined && /^(-|\d{1,10})$/.test(word);
}

function pidIn(word: string): number | null {
  return word === '-' ? null : Number(word);
}

function isTime(word: string | undefined): word is string {
  return word !== undefined && /^\d{1,16}(\.\d{1,6})?$/.test(word);
}
