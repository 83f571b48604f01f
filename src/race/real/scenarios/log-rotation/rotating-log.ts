import { RotatingLog } from '../../../../saving/rotating-log.ts';
import { orGivesUp, whateverStrikes } from '../parts/on-files.ts';
import { logging, mostBytes } from './logging.ts';

/** None of what is put aside is removed: every line is to be found in the end. */
const keep = Number.MAX_SAFE_INTEGER;

export const rotatingLog = logging({
  name: 'rotating-log',
  title: 'RotatingLog of Lockscope',
  summary: 'One mutex for looking, putting aside and writing; what is put aside gets a name that nobody else can have, and each line is on the disk when it is acknowledged.',
  claims: 'kept',
  survives: whateverStrikes,
  model: { scenario: 'log-rotation', variant: 'all-under-one-lock' },
  log: (file) => {
    const log = new RotatingLog(file, { maxBytes: mostBytes, keep });
    return async (line, attempt) => {
      attempt.entered();
      await attempt.fault();
      const isAdded = await orGivesUp(attempt, () => log.append(line));
      await attempt.fault();
      attempt.left();
      return isAdded;
    };
  },
});
