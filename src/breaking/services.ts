import type { Clock } from '../base/clock.ts';
import { systemClock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { text } from '../base/text.ts';
import type { Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { observe } from '../system/files.ts';
import { Journal } from './journal.ts';
import type { JournalEvent, Subject } from './journal-entry.ts';
import { Quarantine } from './quarantine.ts';
import type { Observe } from './take-away.ts';

/** What undoing needs. */
export interface UndoServices {
  readonly observe: Observe;
  readonly quarantine: Quarantine;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** What breaking needs. */
export interface BreakServices extends UndoServices {
  /** Judges the lock at a path anew; null when there is none. */
  readonly inspect: (path: string) => Promise<Lock | null>;
}

/**
 * The services on the real machine.
 * @param folder the user's state folder, see state-folder.ts
 * @param inspect judges the lock at a path anew
 */
export function breakServices(folder: string, inspect: BreakServices['inspect']): BreakServices {
  return { inspect, observe, quarantine: new Quarantine(folder), journal: new Journal(folder), clock: systemClock };
}

/** Writes what this process does now into the journal. @throws BreakError */
export function note(services: UndoServices, subject: Subject, event: JournalEvent): void {
  services.journal.append({ at: services.clock.now(), pid: process.pid, subject, event });
}

/** Records what has been done already. That it could not be recorded is a warning then, not a failure. */
export function noteDone(services: UndoServices, subject: Subject, event: JournalEvent): readonly Text[] {
  try {
    note(services, subject, event);
    return [];
  } catch (error) {
    return [text('The journal could not be written: {reason}', { reason: messageOf(error) })];
  }
}
