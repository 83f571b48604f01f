// Where the extension of a workbench keeps its journal: a terminal of that workbench knows.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../editor/own.ts';
import { until } from './wait.ts';
import type { Workbench } from './workbench.ts';

/** The state folder of the workbench's server. Leaves a terminal open. */
export async function stateFolderOf(workbench: Workbench): Promise<string> {
  const file = join(await temporaryFolder('told'), 'state');
  await workbench.runInTerminal(`printenv LOCKSCOPE_STATE_DIR > '${file}'`);
  const told = await until('the state folder', () => readFile(file, 'utf8').catch(() => ''), (text) => text.endsWith('\n'));
  return told.trim();
}
