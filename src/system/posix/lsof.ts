import { spawnSync } from 'node:child_process';

/** An open file, as `lsof -F pfalin` tells of it. */
export interface OpenFile {
  readonly pid: number;
  /** Its number, or what else has the file: "cwd", "txt". */
  readonly descriptor: string;
  /** Open for writing, in a way that is not told, or under a lock (of the process, not necessarily by this descriptor). */
  readonly mayHold: boolean;
  readonly inode: string | null;
  /** As it was asked for, or as the system calls it; null where that cannot be seen. */
  readonly path: string | null;
}

/** Longest that lsof may take, ms: it waits for servers that do not answer. */
const patienceMs = 10_000;

/** Those that have one of these files open, as far as this user may see them; null where lsof cannot tell. */
export function lsofFiles(paths: readonly string[], among: readonly number[] | null): OpenFile[] | null {
  return lsof(['-F', 'pfalin', ...(among === null ? [] : ['-a', '-p', among.join()]), '--', ...paths]);
}

/** The working folders of processes, as far as they can be seen. */
export function lsofFolders(pids: readonly number[]): ReadonlyMap<number, string> {
  const folders = lsof(['-a', '-d', 'cwd', '-p', pids.join(), '-F', 'pfn']) ?? [];
  return new Map(folders.flatMap(({ pid, path }) => (path === null ? [] : [[pid, path]])));
}

function lsof(args: readonly string[]): OpenFile[] | null {
  const { status, stdout, stderr } = spawnSync('lsof', ['-w', '-n', '-P', ...args], { encoding: 'utf8', timeout: patienceMs, maxBuffer: 64 * 1024 * 1024 });
  if (status === null) return null;
  // It exits with 1 also when a file is open nowhere, and complains of one that is gone.
  const failed = stdout === '' && stderr.split('\n').some((line) => line !== '' && !line.includes(': status error on '));
  return failed ? null : parseLsof(stdout);
}

/**
 * Parses the output of `lsof -F pfalin`: a line for each field, its first character says which. See
 * OUTPUT FOR OTHER PROGRAMS in lsof(8); what follows `l` is under OUTPUT, FD.
 */
export function parseLsof(output: string): OpenFile[] {
  const found: OpenFile[] = [];
  let pid = 0;
  let fields = new Map<string, string>();
  const finish = (): void => {
    const descriptor = fields.get('f');
    if (descriptor !== undefined) found.push(openFile(pid, descriptor, fields));
    fields = new Map();
  };
  for (const line of output.split('\n')) {
    const [id = ''] = line;
    if (id === 'p' || id === 'f') finish();
    if (id === 'p') pid = Number(line.slice(1));
    else fields.set(id, line.slice(1));
  }
  finish();
  return found;
}

function openFile(pid: number, descriptor: string, fields: ReadonlyMap<string, string>): OpenFile {
  const isNumbered = /^\d+$/.test(descriptor);
  const isLocked = /^[NrRwWuUxX]/.test(fields.get('l') ?? '');
  const name = fields.get('n');
  return {
    pid,
    descriptor,
    mayHold: isNumbered && (fields.get('a') !== 'r' || isLocked),
    inode: fields.get('i') ?? null,
    // Instead of a name it may say why it has none.
    path: name === undefined || /\((?:readlink|l?stat|opendir): [^)]*\)$/.test(name) ? null : unescape(name),
  };
}

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** Undoes how lsof writes what cannot be printed; bytes above ASCII are of UTF-8. */
function unescape(name: string): string {
  return name.replace(/(?:\\x[0-9a-f]{2})+|\\[bfnrt\\]/g, (escaped) =>
    escaped.startsWith('\\x') ? Buffer.from(escaped.replaceAll('\\x', ''), 'hex').toString() : (letters[escaped.slice(1)] ?? escaped),
  );
}
