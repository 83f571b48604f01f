// Runs the tools through the troubles, or past the aspects, in mounts of its own that vanish with it.
// argv: 'troubles' or 'aspects', a folder, and the tools. Prints a JSON array of rows.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { aspects, type Aspect } from './aspects.ts';
import type { Kept, Met } from './staged.ts';
import { folderFor, oldContent, troubles, type Trouble } from './troubles.ts';

const [, , what = '', base = '', ...tools] = process.argv;
const preload = process.env['LOCKSCOPE_TEST_PRELOAD'];
const saver = path.join(import.meta.dirname, 'saver.ts');
const isRoot = process.env['LOCKSCOPE_TEST_IS_ROOT'] === 'yes';
const stateFolder = path.join(base, 'state');
let folders = 0;

const isPossible = ({ needsRoot }: Trouble | Aspect): boolean => isRoot || needsRoot === undefined;

interface Answer {
  readonly is: string;
  readonly code?: string;
  readonly message?: string;
}

function save(tool: string, file: string, bytes: number, calls: string | undefined, user: number | undefined): Answer {
  const spoilt = calls === undefined ? {} : { LD_PRELOAD: preload, LOCKSCOPE_TEST_CALLS: calls, LOCKSCOPE_TEST_FOLDER: `${path.dirname(file)}/` };
  const env = { ...process.env, LOCKSCOPE_STATE_DIR: path.join(stateFolder, String(user ?? 0)), ...spoilt };
  const { stdout, stderr, signal } = spawnSync(process.execPath, [saver, tool, file, String(bytes), String(user ?? '')], { env, encoding: 'utf8', timeout: 60_000 });
  if (stdout.trim() === '') return { is: 'error', code: signal ?? 'crashed', message: stderr };
  const answer: Answer = JSON.parse(stdout);
  return answer;
}

function meet(trouble: Trouble, tool: string): Met {
  const folder = folderFor(base, folders++);
  const file = trouble.make(folder);
  const bytes = trouble.bytes ?? oldContent.length;
  const answer = save(tool, file, bytes, trouble.calls, trouble.user);
  const content = readFileSync(file, 'latin1');
  const holds = content === oldContent ? 'old' : content === 'N'.repeat(bytes) ? 'new' : 'neither';
  const left = readdirSync(folder).filter((name) => name !== 'a');
  trouble.unmake?.(folder);
  return { trouble: trouble.name, tool, says: answer.is === 'error' ? (answer.code ?? 'error') : answer.is, message: answer.message ?? '', holds, left };
}

function pass(aspect: Aspect, tool: string): Kept {
  const folder = folderFor(base, folders++);
  const file = aspect.make(folder);
  const before = aspect.picture(file);
  const answer = save(tool, file, 10, undefined, aspect.user);
  const isSame = aspect.picture(file) === before;
  const names = readdirSync(folder);
  aspect.unmake?.(folder);
  const says = answer.is === 'saved' ? (isSame ? 'kept' : 'lost') : answer.is === 'asked' && isSame ? 'asked' : `${answer.code ?? answer.is}${isSame ? '' : ', lost'}`;
  return { aspect: aspect.name, tool, says, left: names.filter((name) => name !== 'a' && name !== 'b') };
}

chmodSync(base, 0o755);
mkdirSync(stateFolder);
// Each user makes one in it.
chmodSync(stateFolder, 0o1777);
const rows = what === 'troubles'
  ? troubles.filter(isPossible).flatMap((trouble) => tools.map((tool) => meet(trouble, tool)))
  : aspects.filter(isPossible).flatMap((aspect) => tools.map((tool) => pass(aspect, tool)));
console.log(JSON.stringify(rows));
