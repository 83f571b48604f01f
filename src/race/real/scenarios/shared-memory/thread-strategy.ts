import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RealRunError } from '../../lab.ts';
import type { Attempt, Strategy } from '../../scenario.ts';
import { places, totalIn } from './memory.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'excludes' | 'model'>;

export interface ThreadStrategy extends Own {
  /** Adds one. */
  readonly add: (memory: Int32Array, attempt: Attempt, actor: number) => Promise<void>;
}

/** A strategy whose actors are threads that count in the memory they share. A thread cannot be killed or paused alone. */
export function threadStrategy({ add, ...own }: ThreadStrategy): Strategy {
  return {
    ...own,
    survives: ['slowMs'],
    faults: ['slowMs'],
    actorsAre: 'threads',
    needs: [],
    claim: null,
    setUp({ folder }) {
      return Promise.resolve({ config: null, final: () => Promise.resolve(Number(readFileSync(totalFile(folder), 'utf8'))), close: () => Promise.resolve() });
    },
    work({ shared, folder, actor }) {
      if (shared === null) throw new RealRunError('Threads that share memory were asked for, and there is no memory that they share.');
      const memory = new Int32Array(shared);
      Atomics.add(memory, places.open, 1);
      const close = (): void => {
        if (Atomics.sub(memory, places.open, 1) === 1) writeFileSync(totalFile(folder), String(totalIn(memory)));
      };
      return Promise.resolve({ operate: (attempt) => add(memory, attempt, actor), close });
    },
  };
}

/** Where the last thread leaves what was counted: the runner does not share the memory. */
function totalFile(folder: string): string {
  return path.join(folder, 'total.txt');
}
