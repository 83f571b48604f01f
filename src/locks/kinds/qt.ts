import { pidClaim, readPid, textOf, type Told } from './content.ts';
import type { Format } from './format.ts';
import type { Site } from './kind.ts';

/** What Qt's QLockFile writes: pid, program, host, and on most systems the ids of machine and boot, each a line. */
export const qt: Format = {
  kind: 'qt',
  title: 'Qt lock file',
  at: ['*.lock'],
  byContent: true,
  basis: 'existence',
  tell,
};

const id = '[0-9a-fA-F-]{32,36}';
const content = new RegExp(`^(\\d+)\\n([^\\n]+)\\n([^\\s]+)\\n(${id}|)\\n(${id}|)\\n$`);

function tell({ observation: { artifact } }: Site): Told | null {
  const [, pidText, , host = null, machine = '', boot = ''] = content.exec(textOf(artifact) ?? '') ?? [];
  const pid = readPid(pidText);
  if (pid === null || machine + boot === '') return null;
  const bootId = boot.replaceAll('-', '').toLowerCase();
  return { claim: { ...pidClaim(pid, host), mark: bootId.length === 32 ? { bootId, startTicks: null } : null }, claimedAt: null };
}
