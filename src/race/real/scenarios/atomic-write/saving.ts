import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ActorSite, Attempt, Strategy } from '../../scenario.ts';
import { files, onFiles } from '../parts/on-files.ts';
import { recordId } from '../parts/records.ts';
import { contentOf, firstId, lookThrough } from './content.ts';

type Own = Pick<Strategy, 'name' | 'title' | 'summary' | 'claims' | 'survives' | 'model'> & Partial<Pick<Strategy, 'actorsAre' | 'faults'>>;

/** How one actor saves and reads. Both tell the attempt when they enter and leave. */
export interface Access {
  /** @returns whether it was saved */
  readonly save: (bytes: Buffer, attempt: Attempt) => Promise<boolean>;
  /** Left out: reads as everybody does. */
  readonly read?: (attempt: Attempt) => Promise<Buffer>;
}

export interface Saving extends Own {
  readonly access: (file: string, site: ActorSite) => Access;
}

/** Of the operations of an actor, so many save; the others read. */
const shareOfSaves = 0.4;

/** A strategy whose actors save one file, and read it meanwhile. */
export function saving({ access, ...own }: Saving): Strategy {
  return {
    ...onFiles,
    ...own,
    setUp({ folder }) {
      const file = fileIn(folder);
      writeFileSync(file, contentOf(firstId));
      return Promise.resolve(files(() => lookThrough(readFileSync(file))));
    },
    work(site) {
      const file = fileIn(site.folder);
      const { save, read = (attempt) => readPlainly(file, attempt) } = access(file, site);
      const operate = async (attempt: Attempt): Promise<void> => {
        if (attempt.random() >= shareOfSaves) return look(await read(attempt), attempt);
        const id = recordId(site.actor, attempt.number);
        if (await save(contentOf(id), attempt)) attempt.wrote(id);
      };
      return Promise.resolve({ operate, close: () => undefined });
    },
  };
}

export function fileIn(folder: string): string {
  return path.join(folder, 'config.json');
}

async function readPlainly(file: string, attempt: Attempt): Promise<Buffer> {
  attempt.entered();
  await attempt.fault();
  const bytes = readFileSync(file);
  attempt.left();
  return bytes;
}

function look(bytes: Buffer, attempt: Attempt): void {
  const found = lookThrough(bytes);
  if (found.is === 'whole') attempt.read(found.id);
  else attempt.saw('torn', `It read the file while it was being saved: ${found.what}.`);
}
