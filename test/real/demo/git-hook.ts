import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programPath } from './crew.ts';
import { gitPath } from './git-repo.ts';
import { shellWord } from './shell.ts';

/**
 * A shell command that waits to be told to go on by whoever started git with an inherited channel.
 * It keeps the pipes that git gave it, as 5 and 6: git must not find them closed while it still
 * writes to the one, nor take the other's end for the end of the work.
 */
export const waitingCommand = `exec ${shellWord(process.execPath)} ${shellWord(programPath('hook.ts'))} 5>&1 6<&0 <&3 >&4`;

/** Makes git wait, all its reference locks taken, before it carries out any change of a reference. */
export async function waitInReferenceTransactions(repo: string): Promise<void> {
  const hook = await gitPath(repo, 'hooks/reference-transaction');
  mkdirSync(path.dirname(hook), { recursive: true });
  writeScript(hook, `cat > /dev/null\n[ "$1" = prepared ] || exit 0\n${waitingCommand}`);
}

/** Writes an executable shell script. */
export function writeScript(file: string, lines: string): void {
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
}
