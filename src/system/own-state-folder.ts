import { homedir } from 'node:os';
import { stateFolder } from '../base/state-folder.ts';

let usual: string | null = null;

/** This user's state folder, absolute; see stateFolder(). What the environment overrides is asked each time, the rest once. */
export function ownStateFolder(): string {
  if (process.env['LOCKSCOPE_STATE_DIR']) return folderNow();
  usual ??= folderNow();
  return usual;
}

function folderNow(): string {
  return stateFolder({ platform: process.platform, env: process.env, home: homedir() });
}
