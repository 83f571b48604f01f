import { addressOf } from './line-socket.ts';
import { Line } from './line.ts';
import { Readers } from './readers.ts';
import { idOf, LockRecord } from './record.ts';
import { takeBack } from './take-over.ts';

/** What this process has open for one lock. */
export interface LockSite {
  readonly record: LockRecord;
  readonly line: Line;
  readonly readers: Readers;
  /** Ends its use; nothing when that was done already. */
  readonly leave: () => void;
}

/** How long what was opened stays open after its last use, ms: whoever comes again soon finds it ready. */
const lingerMs = 2000;

interface Open extends Omit<LockSite, 'leave'> {
  users: number;
  timer: NodeJS.Timeout | null;
}

const open = new Map<string, Open>();

/**
 * Opens what belongs to a lock, or takes part in what is open already. Each use is to be ended.
 * @throws the system's error when the state folder cannot be written to
 */
export function enterSite(lockPath: string): LockSite {
  const site = open.get(lockPath) ?? openSite(lockPath);
  site.users += 1;
  let isUsed = true;
  const leave = (): void => {
    if (!isUsed) return;
    isUsed = false;
    site.users -= 1;
    if (site.users === 0) site.timer ??= setInterval(() => closeIfIdle(lockPath, site), lingerMs).unref();
  };
  return { record: site.record, line: site.line, readers: site.readers, leave };
}

let endsTidily = false;

/** After the holds of this process have been ended: their listener was added before any site was opened. */
function endTidily(): void {
  if (!endsTidily) process.on('exit', () => open.forEach(({ readers }) => readers.removeFolder()));
  endsTidily = true;
}

function openSite(lockPath: string): Open {
  endTidily();
  const record = new LockRecord(lockPath);
  const line = new Line(addressOf(idOf(record.file)), {
    onHosting: (isHosting) => record.setLine(isHosting),
    // Should it fail, whoever passed the lock on tries it as well.
    takeBack: (token) => void takeBack({ lockPath, record }, token).catch(() => null),
  });
  const site: Open = { record, line, readers: new Readers(lockPath), users: 0, timer: null };
  open.set(lockPath, site);
  return site;
}

/** A line that others wait in is kept for them. */
function closeIfIdle(lockPath: string, site: Open): void {
  if (site.users > 0 || !site.line.isIdle) return;
  if (site.timer !== null) clearInterval(site.timer);
  open.delete(lockPath);
  site.readers.removeFolder();
  site.line.dispose();
  site.record.dispose();
}
