import type { Actor, Certainty, Happening, LockName } from '../model.ts';
import type { LookTime, Presence } from './presence.ts';
import { Untold } from './untold.ts';

interface Open {
  presence: Presence;
  readonly from: number;
  /** Whether the look before did not see it and was near. */
  readonly isFromSeen: boolean;
  /** The first look that saw it. */
  readonly firstSeen: number;
  /** When it was missed by a look that may have overlooked it. */
  missed: Missed | null;
}

interface Missed {
  readonly last: number;
  readonly at: number;
  readonly gapMs: number;
}

/** Two looks with no more between them tell a moment within 0.5 ms, ms. */
const nearMs = 1;

/**
 * Makes holds and waits of what looks show. A moment between two near looks is taken to be in the middle of them
 * ('seen'); what is between others lasted at least from the first look that saw it to the last ('sampled'), and
 * of what only one look saw nothing is known but that it was ('glimpsed').
 */
export class LockTracker {
  readonly #open = new Map<string, Open>();
  readonly #untold = new Untold();
  #last: LookTime | null = null;

  /** Those that last and are known by name. */
  get openCount(): number {
    return this.#open.size;
  }

  /** A look that shows the same as the one before. */
  lookSame(time: LookTime): void {
    this.#last = time;
  }

  /**
   * @param isWhole false where a look may overlook one: it has ended when the next one does not see it either
   */
  look(time: LookTime, presences: readonly Presence[], isWhole = true): readonly Happening[] {
    const last = this.#last ?? time;
    const gapMs = this.#last === null ? Infinity : time.done - last.began;
    this.#last = time;
    const present = new Set(presences.map(({ key }) => key));
    const happenings: Happening[] = [];
    for (const [key, open] of this.#open) {
      if (present.has(key)) open.missed = null;
      else if (isWhole || open.missed !== null) this.#end(key, open, open.missed ?? { last: last.done, at: time.done, gapMs }, happenings);
      else open.missed = { last: last.done, at: time.done, gapMs };
    }
    for (const presence of presences) {
      const open = this.#open.get(presence.key);
      if (open === undefined) this.#begin(presence, last.done, time.done, gapMs, happenings);
      else this.#update(open, presence, happenings);
    }
    return happenings;
  }

  /** Whether one was missed that the next look decides on. */
  get isInDoubt(): boolean {
    return [...this.#open.values()].some(({ missed }) => missed !== null);
  }

  #begin(presence: Presence, last: number, at: number, gapMs: number, happenings: Happening[]): void {
    const isFromSeen = gapMs <= nearMs;
    const open: Open = { presence, from: isFromSeen ? (last + at) / 2 : at, isFromSeen, firstSeen: at, missed: null };
    this.#open.set(presence.key, open);
    if (presence.lock !== null) this.#tell(open, presence.lock, happenings);
  }

  #update(open: Open, presence: Presence, happenings: Happening[]): void {
    const before = open.presence;
    if (before === presence) return;
    // A file that is called by another name by now stays what it was for as long as this lasts.
    open.presence = before.lock === null ? presence : { ...presence, lock: before.lock };
    if (before.lock === null && presence.lock !== null) this.#tell(open, presence.lock, happenings);
    else if (before.lock !== null && !sameTold(before, presence)) happenings.push({ is: 'learned', key: presence.key, actor: presence.actor, blockers: presence.blockers });
  }

  #tell({ presence, from, isFromSeen }: Open, lock: LockName, happenings: Happening[]): void {
    happenings.push(...this.#untold.take(presence.file, lock), began(presence, lock, from, isFromSeen ? 'seen' : 'sampled'));
  }

  #end(key: string, { presence, from, isFromSeen, firstSeen }: Open, { last, at, gapMs }: Missed, happenings: Happening[]): void {
    this.#open.delete(key);
    const isToSeen = gapMs <= nearMs;
    const certainty: Certainty = isFromSeen && isToSeen ? 'seen' : last <= firstSeen ? 'glimpsed' : 'sampled';
    const to = Math.max(from, isToSeen ? (last + at) / 2 : last);
    if (presence.lock !== null) happenings.push({ is: 'ended', key, at: to, certainty });
    else this.#untold.keep(presence, { from, to, certainty }, at);
  }
}

/** What 'began' says of a presence. */
export function began({ key, is, actor, mode, blockers }: Presence, lock: LockName, from: number, certainty: Certainty): Happening {
  return { is: 'began', key, lock, span: { is, actor, mode, from, certainty, blockers } };
}

function sameTold(a: Presence, b: Presence): boolean {
  return sameActor(a.actor, b.actor) && a.blockers.length === b.blockers.length && a.blockers.every((each, i) => sameActor(each, b.blockers[i]));
}

function sameActor(a: Actor, b: Actor | undefined): boolean {
  return a === b || (b !== undefined && a.pid === b.pid && a.startMark === b.startMark && a.command === b.command);
}
