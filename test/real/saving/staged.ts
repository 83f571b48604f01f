import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a tool made of a trouble. */
export interface Met {
  readonly trouble: string;
  readonly tool: string;
  /** 'saved', 'asked', or the code of its error. */
  readonly says: string;
  readonly message: string;
  /** Which content the file has afterwards. */
  readonly holds: 'old' | 'new' | 'neither';
  /** Names that were not there before. */
  readonly left: readonly string[];
}

/** What became of something that a file had besides its content. */
export interface Kept {
  readonly aspect: string;
  readonly tool: string;
  /** 'kept', 'lost', 'asked', or the code of an error. */
  readonly says: string;
  readonly left: readonly string[];
}

const isRoot = process.getuid?.() === 0;
const unshare = isRoot ? ['-m'] : ['-rm'];

/** Why no mounts can be made here, or false: for `skip`. */
export const noStage: string | false =
  process.platform !== 'linux' ? 'mounts of its own need Linux' : spawnSync('unshare', [...unshare, 'true']).status !== 0 && 'this system gives no mount namespaces';

export function staged(what: 'troubles', tools: readonly string[]): readonly Met[];
export function staged(what: 'aspects', tools: readonly string[]): readonly Kept[];
/** Runs tools through all of it, each in a process of its own. @see stage.ts */
export function staged(what: string, tools: readonly string[]): readonly unknown[] {
  const base = mkdtempSync(path.join(realpathSync(tmpdir()), 'lockscope-stage-'));
  try {
    const library = path.join(base, 'preload.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, path.join(import.meta.dirname, 'preload.c'), '-ldl']);
    const env = { ...process.env, LOCKSCOPE_TEST_PRELOAD: library, LOCKSCOPE_TEST_IS_ROOT: isRoot ? 'yes' : 'no' };
    const printed = execFileSync('unshare', [...unshare, process.execPath, path.join(import.meta.dirname, 'stage.ts'), what, base, ...tools], { env, encoding: 'utf8', maxBuffer: 2 ** 26 });
    const rows: unknown = JSON.parse(printed);
    return Array.isArray(rows) ? rows : [];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
