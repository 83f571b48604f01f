import type { Actor, Certainty, Happening, LockName } from '../model.ts';
import type { LookTime, Presence } from './presence.ts';
import { Untold } from './untold.ts';

interface Open {
  presence: Presence;
  readonly from: number;
  /** By how much that may be off, ms; Infinity where it began at any time before. */
  readonly fromOffMs: number;
  /** The first look that saw it. */
  readonly firstSeen: number;
  /** The first look that did not see it, where it is not sure that it has ended. */
  missed: Gap | null;
}

/** Two looks between which something has come or gone. */
interface Gap {
  readonly last: number;
  readonly at: number;
  /** From the beginning of the one to the end of the other, ms; Infinity where there was no look before. */
  readonly ms: number;
}

/** Two looks with no more between them tell a moment within a ms, ms. */
const nearMs = 2;
/** A length is known where it is off by no more than this, ms, or by this part of it. */
const exactMs = 1;
const exactShare = 0.02;

/**
 * Who is woken to take a lock is in no list until it runs, nor are those that wait behind it; on a busy machine that
 * takes so long, ms.
 */
const wakingMs = 30;

/**
 * Makes holds and waits of what looks show. A moment between two near looks is taken to be in the middle of them;
 * what is between others lasted at least from the first look that saw it to the last. Where that may be off by too
 * much, the length is 'sampled', and of what only one look saw little is known but that it was ('glimpsed').
 */
export class LockTracker {
  readonly #open = new Map<string, Open>();
  readonly #untold = new Untold();
  #last: LookTime | null = null;
  #decidesAt = Infinity;

  /** When it is time to decide whether something that was missed has ended, although nothing changes; ms since the epoch. */
  get decidesAt(): number {
    return this.#decidesAt;
  }

  /** A look that shows the same as the one before. */
  lookSame(time: LookTime): void {
    this.#last = time;
  }

  /** @param isWhole false where a look may overlook one: it has ended when the next one does not see it either */
  look(time: LookTime, presences: readonly Presence[], isWhole = true): readonly Happening[] {
    const last = this.#last ?? time;
    const gap: Gap = { last: last.done, at: time.done, ms: this.#last === null ? Infinity : time.done - last.began };
    this.#last = time;
    this.#decidesAt = Infinity;
    const happenings: Happening[] = [];
    this.#endMissing(presences, gap, isWhole, happenings);
    for (const presence of presences) {
      const open = this.#open.get(presence.key);
      if (open === undefined) this.#begin(presence, gap, happenings);
      else this.#update(open, presence, happenings);
    }
    return happenings;
  }

  #endMissing(presences: readonly Presence[], gap: Gap, isWhole: boolean, happenings: Happening[]): void {
    const present = new Set(presences.map(({ key }) => key));
    const missing = [...this.#open].filter(([key]) => !present.has(key));
    if (missing.length === 0) return;
    const granted = new Set(presences.filter(({ is, key }) => is === 'hold' && !this.#open.has(key)).map(grantOf));
    for (const [key, open] of missing) {
      const missed = open.missed ?? gap;
      const isWait = open.presence.is === 'wait';
      const decidesAt = isWait ? missed.at + wakingMs : isWhole ? gap.at : missed.at + 1e-3;
      // A wait ends when what it waited for begins.
      if (isWait && granted.has(grantOf(open.presence))) this.#end(key, open, gap, happenings);
      else if (gap.at >= decidesAt) this.#end(key, open, missed, happenings);
      else {
        open.missed = missed;
        this.#decidesAt = Math.min(this.#decidesAt, decidesAt);
      }
    }
  }

  #begin(presence: Presence, { last, at, ms }: Gap, happenings: Happening[]): void {
    const isNear = ms <= nearMs;
    const open: Open = { presence, from: isNear ? (last + at) / 2 : at, fromOffMs: isNear ? ms / 2 : Infinity, firstSeen: at, missed: null };
    this.#open.set(presence.key, open);
    if (presence.lock !== null) this.#tell(open, presence.lock, happenings);
  }

  #update(open: Open, presence: Presence, happenings: Happening[]): void {
    const before = open.presence;
    open.missed = null;
    // A file that is called by another name by now stays what it was for as long as this lasts.
    open.presence = before.lock === null ? presence : { ...presence, lock: before.lock };
    if (before.lock === null && presence.lock !== null) this.#tell(open, presence.lock, happenings);
    else if (before.lock !== null && !sameTold(before, presence)) happenings.push({ is: 'learned', key: presence.key, actor: presence.actor, blockers: presence.blockers });
  }

  #tell({ presence: { key, is, file, actor, mode, blockers }, from, fromOffMs }: Open, lock: LockName, happenings: Happening[]): void {
    const certainty = fromOffMs < Infinity ? 'seen' : 'sampled';
    happenings.push(...this.#untold.take(file, lock), { is: 'began', key, lock, span: { is, actor, mode, from, certainty, blockers } });
  }

  #end(key: string, { presence, from, fromOffMs, firstSeen }: Open, { last, at, ms }: Gap, happenings: Happening[]): void {
    this.#open.delete(key);
    const isNear = ms <= nearMs;
    const to = Math.max(from, isNear ? (last + at) / 2 : last);
    const isExact = fromOffMs + ms / (isNear ? 2 : 1) <= Math.max(exactMs, exactShare * (to - from));
    const certainty: Certainty = isExact ? 'seen' : last <= firstSeen ? 'glimpsed' : 'sampled';
    if (presence.lock !== null) happenings.push({ is: 'ended', key, at: to, certainty });
    else this.#untold.keep(presence, { from, to, certainty }, at);
  }
}

/** A wait and the hold that it becomes are alike in this. */
function grantOf({ file, actor, mode }: Presence): string {
  return `${file} ${actor.pid} ${mode}`;
}

function sameTold(a: Presence, b: Presence): boolean {
  return sameActor(a.actor, b.actor) && a.blockers.length === b.blockers.length && a.blockers.every((each, i) => sameActor(each, b.blockers[i]));
}

function sameActor(a: Actor, b: Actor | undefined): boolean {
  return a === b || (b !== undefined && a.pid === b.pid && a.startMark === b.startMark && a.command === b.command);
}
