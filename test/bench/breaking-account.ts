import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { orGone } from '../../src/base/errors.ts';
import { Journal } from '../../src/breaking/journal.ts';
import type { JournalEvent } from '../../src/breaking/journal-entry.ts';
import { isPlaceholder } from '../../src/breaking/placeholder.ts';
import { sameIdentity } from '../../src/locks/observation.ts';
import { observe } from '../../src/system/files.ts';
import { journalLimits } from './breaking-limits.ts';
import type { Stage } from './breaking-stage.ts';
import { addUp, type Sums } from './breaking-sums.ts';

/** What the lockers of a run went through, and what became of their locks. */
export interface Account {
  readonly acquired: number;
  readonly killed: number;
  /** Acquired while another was inside. */
  readonly violations: number;
  /** Live holders that could not release, by the system's code. */
  readonly disturbed: Sums;
  /** By the journal: entries whose lock is in quarantine as it was judged. */
  readonly broken: number;
  /** By the journal: was away for a moment, or could not go back. */
  readonly returned: number;
  readonly keptApart: number;
  /** Neither released by their holder, nor in the journal, nor standing at the end. */
  readonly lost: number;
  /** What is not as it should be at the end, in words. */
  readonly oddities: readonly string[];
}

type Note = readonly [what: string, pid: string, errno?: string];

/** Settles the account of a run that has ended. */
export function account(stage: Stage, lockers: number): Account {
  const notes = Array.from({ length: lockers }, (_, i) => notesIn(stage.log(i))).flat();
  const balance = new Map<string, number>();
  const add = (pid: string, count: number): unknown => balance.set(pid, (balance.get(pid) ?? 0) + count);
  for (const [what, pid, errno] of notes) {
    if (what === 'A') add(pid, 1);
    if (what === 'R' && errno === '0') add(pid, -1);
  }
  const oddities: string[] = [];
  const recorded = recordedIn(stage, oddities);
  for (const pid of recorded.pids) add(pid, -1);
  const standing = standingAt(stage, oddities);
  if (standing !== null && standing !== 'nameless') add(standing, -1);
  const excess = sum([...balance.values()].filter((count) => count < 0));
  if (excess < 0) oddities.push(`${-excess} locks both released and recorded`);
  const count = (wanted: string): number => notes.filter(([what]) => what === wanted).length;
  return {
    acquired: count('A'),
    killed: count('K'),
    violations: count('V'),
    disturbed: disturbedIn(notes),
    broken: recorded.broken,
    returned: recorded.returned,
    keptApart: recorded.keptApart,
    lost: sum([...balance.values()].filter((each) => each > 0)) - (standing === 'nameless' ? 1 : 0),
    oddities: [...oddities, ...leftoversOf(stage, recorded.undoIds)],
  };
}

function notesIn(log: string): Note[] {
  const lines = (orGone(() => readFileSync(log, 'utf8')) ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [what = '', pid = '', errno] = line.split(' ');
    return errno === undefined ? [what, pid] : [what, pid, errno];
  });
}

const codes = new Map(Object.entries(constants.errno).map(([code, number]) => [String(number), code]));

function disturbedIn(notes: readonly Note[]): Sums {
  const failed = notes.filter(([what, , errno]) => what === 'R' && errno !== '0');
  return addUp(failed.map(([, , errno = '']) => ({ [codes.get(errno) ?? errno]: 1 })));
}

interface Recorded {
  /** Whose locks the journal accounts for. */
  readonly pids: readonly string[];
  readonly undoIds: ReadonlySet<string>;
  readonly broken: number;
  readonly returned: number;
  readonly keptApart: number;
}

/** Reads the journal, and looks whether each lock that it names is kept as it says. */
function recordedIn(stage: Stage, oddities: string[]): Recorded {
  const { entries, damaged } = new Journal(stage.state, journalLimits).entries();
  if (damaged > 0) oddities.push(`${damaged} damaged lines in the journal`);
  const pids: string[] = [];
  const undoIds = new Set<string>();
  const counts = { broken: 0, returned: 0, 'kept-apart': 0 };
  for (const { event } of entries) {
    if (event.is !== 'broken' && event.is !== 'kept-apart' && event.is !== 'returned') continue;
    counts[event.is] += 1;
    if (event.is === 'returned') continue;
    if (undoIds.has(event.undoId)) oddities.push(`${event.undoId} is in the journal twice`);
    undoIds.add(event.undoId);
    const [lock] = event.artifacts;
    const kept = lock === undefined ? null : path.join(event.entry, lock.name);
    const seen = kept === null ? null : observe(kept);
    const pid = kept === null ? null : pidAt(stage, kept);
    if (lock === undefined || seen === null || pid === null || !sameIdentity(seen.identity, lock.identity)) oddities.push(`an entry (${describeEvent(event)}) keeps ${describeKept(kept)}`);
    if (pid !== null) pids.push(pid);
  }
  return { pids, undoIds, broken: counts.broken, returned: counts.returned, keptApart: counts['kept-apart'] };
}

function describeEvent(event: Extract<JournalEvent, { is: 'broken' | 'kept-apart' }>): string {
  return event.is === 'broken' ? event.is : `${event.is}, ${event.why}`;
}

function describeKept(kept: string | null): string {
  const seen = kept === null ? null : observe(kept);
  if (kept === null || seen === null) return 'nothing';
  return isPlaceholder(kept, null) ? 'a placeholder' : `another ${seen.artifact.type} than it says`;
}

/** The pid that a lock names; null when there is none. */
function pidAt({ type }: Stage, lock: string): string | null {
  try {
    const words = type === 'symlink' ? readlinkSync(lock) : readFileSync(type === 'folder' ? path.join(lock, 'pid') : lock, 'utf8');
    return /(\d+)\s*$/.exec(words)?.[1] ?? null;
  } catch {
    // Gone, or no lock of this type.
    return null;
  }
}

/** Whose lock stands; 'nameless' for one whose holder could not write its pid, since it was away at that moment. */
function standingAt(stage: Stage, oddities: string[]): string | null {
  if (lstatSync(stage.lock, { throwIfNoEntry: false }) === undefined) return null;
  if (isPlaceholder(stage.lock, null)) {
    oddities.push('a placeholder stands at the end');
    return null;
  }
  const pid = pidAt(stage, stage.lock);
  if (pid === null) oddities.push('a lock without a pid stands at the end');
  return pid ?? 'nameless';
}

function leftoversOf(stage: Stage, undoIds: ReadonlySet<string>): string[] {
  const namesIn = (folder: string): string[] => orGone(() => readdirSync(folder)) ?? [];
  const beside = namesIn(stage.workspace).filter((name) => name !== path.basename(stage.lock));
  const pending = namesIn(path.join(stage.state, 'pending'));
  const unknown = namesIn(path.join(stage.state, 'quarantine')).filter((name) => !undoIds.has(name));
  const told = (what: string, names: readonly string[]): string[] => (names.length === 0 ? [] : [`${names.length} ${what} (${names[0]})`]);
  return [...told('strangers beside the lock', beside), ...told('acts still pending', pending), ...told('entries in quarantine that the journal does not know', unknown)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
