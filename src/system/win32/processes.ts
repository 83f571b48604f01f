import { execFileSync } from 'node:child_process';
import { commandLine } from '../processes.ts';
import type { RunningProcess } from '../machine.ts';

/** Longest that PowerShell may take, ms; it often needs half a second to start. */
const patienceMs = 10_000;

/** The times as text: in 100 ns since 1601 they are too large for a JSON number to be exact. */
const columns = [
  'ProcessId',
  'ParentProcessId',
  'Name',
  'CommandLine',
  "@{n='Created';e={if ($_.CreationDate) { $_.CreationDate.ToFileTimeUtc().ToString() }}}",
].join(',');

/**
 * Lists processes through PowerShell. Never yet run on Windows.
 * @param pid this one only; all when left out
 * @returns null where PowerShell cannot be run or understood
 */
export function listProcesses(pid?: number): ReadonlyMap<number, RunningProcess> | null {
  const filter = pid === undefined ? '' : ` -Filter "ProcessId=${pid}"`;
  const script = `[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-CimInstance Win32_Process${filter} | Select-Object ${columns} | ConvertTo-Json -Compress`;
  try {
    // Encoded, so that nothing has to be quoted for two command lines.
    const encoded = Buffer.from(script, 'utf16le').toString('base64');
    const output = execFileSync('powershell', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded], {
      encoding: 'utf8',
      windowsHide: true,
      timeout: patienceMs,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return parseProcesses(output);
  } catch {
    // Not there, not allowed, too slow: nothing is known then.
    return null;
  }
}

/**
 * Parses what ConvertTo-Json makes of the columns above: a list, a single object, or nothing.
 * What is no process is left out.
 * @throws SyntaxError when it is no JSON
 */
export function parseProcesses(json: string): ReadonlyMap<number, RunningProcess> {
  const text = json.replace(/^\uFEFF/, '').trim();
  const rows: unknown = text === '' ? [] : JSON.parse(text);
  const processes = (Array.isArray(rows) ? rows : [rows]).map(asProcess).filter((process) => process !== null);
  return new Map(processes.map((process) => [process.pid, process]));
}

function asProcess(row: unknown): RunningProcess | null {
  if (typeof row !== 'object' || row === null) return null;
  const field = (name: string): unknown => Object.entries(row).find(([key]) => key === name)?.[1];
  const [pid, parentPid, name, command, created] = ['ProcessId', 'ParentProcessId', 'Name', 'CommandLine', 'Created'].map(field);
  if (typeof pid !== 'number' || typeof name !== 'string') return null;
  const argv = typeof command === 'string' ? splitCommand(command) : [];
  const startMark = typeof created === 'string' && /^\d+$/.test(created) ? created : null;
  return {
    pid,
    parentPid: typeof parentPid === 'number' ? parentPid : null,
    program: name,
    argv,
    command: argv.length > 0 ? commandLine([name, ...argv.slice(1)]) : name,
    user: null,
    cwd: null,
    startedAt: startMark === null ? null : fromFileTime(BigInt(startMark)),
    startMark,
    stopped: false,
  };
}

/** Between 1601, where Windows counts from, and 1970, ms. */
const epochsApartMs = 11_644_473_600_000n;

function fromFileTime(hundredsOfNs: bigint): number {
  return Number(hundredsOfNs / 10_000n - epochsApartMs);
}

/**
 * The words of a command line as C programs of Windows see them: blanks part them, but not in quotes;
 * a backslash before a quote takes its meaning, two before one are one. See "Parsing C command-line
 * arguments" in Microsoft's documentation.
 */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:[^\s"]|"(?:\\.|[^"\\])*(?:"|$))+/g)) {
    words.push(word.replace(/(\\*)"/g, (_, slashes: string) => '\\'.repeat(slashes.length >> 1) + (slashes.length % 2 === 1 ? '"' : '')));
  }
  return words;
}
