import path from 'node:path';
import { text } from '../../base/text.ts';
import { halfWritten, isRecord, readTime, recordOf, tellRecord, toldNothing, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Claim, Site } from './kind.ts';

/**
 * What Terraform and OpenTofu note beside a local state while a command has it. The lock itself is the
 * kernel's, on the state file; a note that was left behind keeps nobody out.
 */
export const terraform: Format = {
  kind: 'terraform',
  title: 'Terraform state lock',
  at: ['.*.lock.info'],
  byContent: true,
  basis: 'existence',
  tell: tellState,
  resource: (lockPath) => path.join(path.dirname(lockPath), path.basename(lockPath).slice(1, -'.lock.info'.length)),
  search: ['terraform', 'tofu', 'terragrunt'],
  mayOutlive: true,
  breaking: 'tool-command',
  ways: (lockPath, { observation: { artifact } }) => {
    const id = idOf(recordOf(artifact));
    if (id === null) return [];
    return [
      {
        argv: ['terraform', 'force-unlock', id],
        cwd: folderAbove(1)(lockPath),
        does: text('Releases the lock of this state, after asking. Terraform refuses it for a local state that another process has locked: end that process instead.'),
      },
    ];
  },
};

/** The id is the lock's key in shared states too, so it is only used to unlock and never shown otherwise. */
function idOf(record: unknown): string | null {
  const id = isRecord(record) ? record['ID'] : null;
  return typeof id === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

/** A state may be called anything, but then only its whole note tells it. */
function tellState(site: Site): Told | null {
  const info = tellRecord(tellInfo)(site);
  return info === halfWritten && !site.observation.path.endsWith('.tfstate.lock.info') ? null : info;
}

function tellInfo(record: Record<string, unknown>): Told | null {
  if (!('ID' in record && 'Operation' in record)) return null;
  return { claim: personIn(record['Who']), claimedAt: readTime(record['Created']) };
}

function personIn(who: unknown): Claim {
  const [, user, host] = /^(.+)@([^@]*)$/.exec(typeof who === 'string' ? who : '') ?? [];
  return user === undefined ? toldNothing.claim : { by: 'person', user, host: host === '' || host === undefined ? null : host };
}
