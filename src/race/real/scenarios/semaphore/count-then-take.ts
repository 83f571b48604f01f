import { mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { untilOneIsGot } from '../parts/waiting.ts';
import { permits, placed } from './placed.ts';

export const countThenTake = placed({
  name: 'count-then-take',
  title: 'Count, then take',
  summary: 'Whoever is inside has a file in a folder. Each process counts the files, and makes one of its own when there are fewer than three.',
  claims: 'broken',
  survives: [],
  needs: [],
  model: { scenario: 'semaphore', variant: 'count-checked-then-taken' },
  guard: ({ folder, actor }) => {
    const inside = path.join(folder, 'inside');
    const own = path.join(inside, String(actor));
    mkdirSync(inside, { recursive: true });
    const take = (): true | null => {
      if (readdirSync(inside).length >= permits) return null;
      writeFileSync(own, '');
      return true;
    };
    return {
      acquire: async (attempt) => {
        await untilOneIsGot(attempt, take);
        return () => unlinkSync(own);
      },
    };
  },
});
