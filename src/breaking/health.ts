import { execFile } from 'node:child_process';
import { errnoCode, messageOf } from '../base/errors.ts';
import { text, type Text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';

/** Whether what a lock protected is sound, as its own tool tells after the lock was broken. */
export type Health =
  | { readonly is: 'sound' | 'damaged' | 'unchecked'; readonly says: Text }
  /** Its tool has no way to tell. */
  | { readonly is: 'not-checkable' };

/** How long the tool may take, ms: a large index is read in far less. */
const timeoutMs = 20_000;

/** More of its output is not read, bytes. */
const mostOutput = 64 * 1024 * 1024;

/** Asks the lock's tool whether what it protected is sound. Changes nothing; never rejects. */
export function checkHealth({ check }: Pick<Lock, 'check'>): Promise<Health> {
  if (check === null) return Promise.resolve({ is: 'not-checkable' });
  const { argv: [tool = '', ...args], cwd, env, sound } = check;
  return new Promise((resolve) => {
    execFile(tool, args, { cwd, timeout: timeoutMs, maxBuffer: mostOutput, windowsHide: true, env: { ...inherited(tool), ...env } }, (error, _stdout, stderr) => {
      const complaint = stderr.trim().split('\n')[0] ?? '';
      if (error === null && complaint === '') return resolve({ is: 'sound', says: sound });
      // Not there, not to be started, too slow, or not to be asked by this user.
      const couldNotAsk = error !== null && (error.killed === true || errnoCode(error) !== undefined || complaint.includes('dubious ownership'));
      const reason = complaint || messageOf(error);
      return resolve(
        couldNotAsk
          ? { is: 'unchecked', says: text('What it protects could not be checked: {reason}', { reason }) }
          : { is: 'damaged', says: text('{tool} complains about what it protects: {reason}', { tool, reason }) },
      );
    });
  });
}

/** Our environment without what a run of the same tool around us has told its children: a hook of git's, say. */
function inherited(tool: string): NodeJS.ProcessEnv {
  const ownPrefix = `${tool.toUpperCase()}_`;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith(ownPrefix)));
}
