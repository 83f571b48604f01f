import { readlinkSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import { systemClock } from '../base/clock.ts';
import { messageOf, orGone } from '../base/errors.ts';
import { text, type Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import { loadExchange } from '../system/exchange.ts';
import { mutexSpace } from '../system/mutex.ts';
import { realDisk, type Disk } from './disk.ts';
import { Journal } from './journal.ts';
import type { JournalEvent, Subject } from './journal-entry.ts';
import { Pending } from './pending.ts';
import { Quarantine } from './quarantine.ts';
import { atOnce, type Drive } from '../base/steps.ts';

/** What undoing and recovering need. */
export interface UndoServices {
  readonly disk: () => Promise<Disk>;
  readonly drive: Drive;
  readonly quarantine: Quarantine;
  readonly journal: Journal;
  readonly pending: Pending;
  readonly clock: Clock;
  /** See mutexSpace(). */
  readonly space: string;
}

/** What breaking needs. */
export interface BreakServices extends UndoServices {
  /** Judges the lock at a path anew; null when there is none. */
  readonly inspect: (path: string) => Promise<Lock | null>;
  /**
   * Whether a lock may be touched as far as its place is concerned.
   * @param target where it really stands
   */
  readonly mayTouch: (lock: Lock, target: string) => boolean;
}

/**
 * The services on the real machine.
 * @param folder the user's state folder, see state-folder.ts
 * @param inspect judges the lock at a path anew
 * @param mayTouch everywhere when left out: whoever names a path on a terminal means it
 */
export function breakServices(folder: string, inspect: BreakServices['inspect'], mayTouch: BreakServices['mayTouch'] = () => true): BreakServices {
  return {
    inspect,
    mayTouch,
    disk: async () => realDisk(await loadExchange()),
    drive: atOnce,
    quarantine: new Quarantine(folder),
    journal: new Journal(folder),
    pending: new Pending(folder),
    clock: systemClock,
    space: mutexSpace((file) => orGone(() => readlinkSync(file))),
  };
}

/** Writes what this process does now into the journal. @throws BreakError */
export async function note({ journal, clock }: Pick<UndoServices, 'journal' | 'clock'>, subject: Subject, event: JournalEvent): Promise<void> {
  await journal.append({ at: clock.now(), pid: process.pid, subject, event });
}

/** Records what has been done already. That it could not be recorded is a warning then, not a failure. @returns the warning */
export async function noteDone(services: Pick<UndoServices, 'journal' | 'clock'>, subject: Subject, event: JournalEvent): Promise<Text | null> {
  try {
    await note(services, subject, event);
    return null;
  } catch (error) {
    return text('The journal could not be written: {reason}', { reason: messageOf(error) });
  }
}
