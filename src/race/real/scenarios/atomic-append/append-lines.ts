import { appendLines } from '../../../../saving/append/append-lines.ts';
import { orGivesUp, whateverStrikes } from '../parts/on-files.ts';
import { appending, type Appending } from './log.ts';

function withAppendLines(own: Pick<Appending, 'name' | 'title' | 'summary'>, durable: boolean): ReturnType<typeof appending> {
  return appending({
    ...own,
    claims: 'kept',
    survives: whateverStrikes,
    model: { scenario: 'atomic-append', variant: 'one-write-with-o-append' },
    append: (log) => async (line, attempt) => {
      attempt.entered();
      await attempt.fault();
      const isAdded = await orGivesUp(attempt, () => appendLines(log, [line.trimEnd()], { durable }));
      await attempt.fault();
      attempt.left();
      return isAdded;
    },
  });
}

export const appendLinesAtOnce = withAppendLines(
  { name: 'append-lines', title: 'appendLines of Lockscope, not flushed', summary: 'One appending write under a mutex among all who append, so that a full disk or a crash leaves no part of a line. What was written is with the system, not yet on the disk, as with fs.appendFile.' },
  false,
);

export const appendLinesDurably = withAppendLines(
  { name: 'append-lines-durable', title: 'appendLines of Lockscope', summary: 'One appending write under a mutex among all who append; each line is on the disk when it is acknowledged.' },
  true,
);
