import type { RealScenario } from '../../scenario.ts';
import { judgeRecords } from '../parts/judge-records.ts';
import { rotatingLog } from './rotating-log.ts';
import { underFileLock, underSeedLock, withoutLock } from './seed-log.ts';

export const logRotation: RealScenario = {
  name: 'log-rotation',
  title: 'A log that is put aside when it is full',
  promise: 'Each line that was acknowledged stands once and whole in one of the files.',
  topic: 'log rotation',
  strategies: [withoutLock, underSeedLock, underFileLock, rotatingLog],
  judge: judgeRecords,
};
