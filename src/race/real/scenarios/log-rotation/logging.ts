import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Attempt, Strategy } from '../../scenario.ts';
import { onFiles } from '../parts/on-files.ts';
import { recordBytes, recordId, recordLine, surveyOf } from '../parts/records.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'model'>;

/** Beyond this a log is put aside, bytes: so few that it is put aside many times in a second. */
export const mostBytes = 32 * recordBytes;

/** Adds a line, which has no end, to the log. It tells the attempt when it enters and leaves. @returns whether it was added */
export type Log = (line: string, attempt: Attempt) => Promise<boolean>;

export interface Logging extends Own {
  /** Opened in each actor. @param file the log; what is put aside is to lie beside it */
  readonly log: (file: string) => Log;
}

/** A strategy whose actors write records to a log that is put aside whenever it is full. */
export function logging({ log, ...own }: Logging): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp({ folder }) {
      const logs = path.dirname(logIn(folder));
      mkdirSync(logs);
      const written = (): string[] => readdirSync(logs, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => path.join(logs, name)).toSorted();
      return Promise.resolve({ config: null, final: () => surveyOf(written()), close: () => Promise.resolve() });
    },
    work({ folder, actor }) {
      const add = log(logIn(folder));
      const operate = async (attempt: Attempt): Promise<void> => {
        const id = recordId(actor, attempt.number);
        if (await add(recordLine(id), attempt)) attempt.wrote(id);
      };
      return Promise.resolve({ operate, close: () => undefined });
    },
  };
}

function logIn(folder: string): string {
  return path.join(folder, 'logs', 'app.log');
}
