import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Attempt, Strategy } from '../../scenario.ts';
import { onFiles } from '../parts/on-files.ts';
import { recordId, recordLine, surveyOf } from '../parts/records.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'model'>;

/** Adds a line, which has its end, to the log. It tells the attempt when it enters and leaves. @returns whether it was added */
export type Append = (line: string, attempt: Attempt) => Promise<boolean>;

export interface Appending extends Own {
  /** Opened in each actor. */
  readonly append: (log: string) => Append;
}

/** A strategy whose actors write records to one log. */
export function appending({ append, ...own }: Appending): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp({ folder }) {
      const log = logIn(folder);
      closeSync(openSync(log, 'w'));
      return Promise.resolve({ config: null, final: () => surveyOf([log]), close: () => Promise.resolve() });
    },
    work({ folder, actor }) {
      const add = append(logIn(folder));
      const operate = async (attempt: Attempt): Promise<void> => {
        const id = recordId(actor, attempt.number);
        if (await add(`${recordLine(id)}\n`, attempt)) attempt.wrote(id);
      };
      return Promise.resolve({ operate, close: () => undefined });
    },
  };
}

export function logIn(folder: string): string {
  return path.join(folder, 'app.log');
}
