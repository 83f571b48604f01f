import type { RealScenario } from '../../scenario.ts';
import { judgeRecords } from '../parts/judge-records.ts';
import { appendLinesAtOnce, appendLinesDurably } from './append-lines.ts';
import { looksHowItEnds, twoWritesUnderLock } from './with-lock.ts';
import { oneWrite, twoWrites, withoutAppending } from './without-lock.ts';

export const atomicAppend: RealScenario = {
  name: 'atomic-append',
  title: 'Several processes write to one log',
  promise: 'Each line that was acknowledged stands in the log once and whole.',
  topic: 'atomic append',
  strategies: [twoWrites, withoutAppending, oneWrite, appendLinesAtOnce, appendLinesDurably, twoWritesUnderLock, looksHowItEnds],
  judge: judgeRecords,
};
