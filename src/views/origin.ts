import { text, type Text } from '../base/text.ts';
import type { Holder } from '../locks/lock.ts';
import { oneLine } from './safe-text.ts';

/** A terminal of this window. */
export interface TerminalProcess {
  /** Of its shell. */
  readonly pid: number;
  /** As its tab shows it. */
  readonly name: string;
}

/** Which processes belong to this window. */
export interface WindowProcesses {
  readonly terminals: readonly TerminalProcess[];
  /** The process in which this extension runs. */
  readonly extensionHost: number;
  /** The editor's process that started it; it is the parent of every window's processes. */
  readonly editor: number;
}

/** The part of a holder that tells where it comes from. */
export type Origin = Pick<Holder, 'pid' | 'command' | 'parents' | 'container'>;

/** The editors that are VS Code under another name. */
const editors = /^(code|code-insiders|code - insiders|code-oss|code-server|codium|vscodium|cursor|windsurf|code helper.*|openvscode-server)(\.exe)?$/i;

/** More steps than this say less, not more. */
const longestChain = 5;

/** How many characters of a container's id name it, as Docker shows it. */
const containerIdLength = 12;

/** The terminal of this window that a process runs in; null when it runs in none of them. */
export function terminalOf({ pid, parents }: Origin, terminals: readonly TerminalProcess[]): TerminalProcess | null {
  const line = new Set([pid, ...parents.map((parent) => parent.pid)]);
  return terminals.find((terminal) => line.has(terminal.pid)) ?? null;
}

/**
 * Where a holder comes from, in a few words: "terminal zsh > npm test > node".
 * @returns null where nothing is known of it
 */
export function describeOrigin(holder: Origin, { terminals, extensionHost, editor }: WindowProcesses): Text | null {
  const { pid, container, parents } = holder;
  if (container !== null) return text('container {id}', { id: oneLine(container).slice(0, containerIdLength) });
  const terminal = terminalOf(holder, terminals);
  if (terminal !== null) return text('terminal {chain}', { chain: chainOf(holder, parents.findIndex((parent) => parent.pid === terminal.pid) + 1) });
  if (pid === extensionHost || parents.some((parent) => parent.pid === extensionHost)) return text('this window of VS Code');
  const window = parents.findIndex((parent) => parent.pid === editor || editors.test(parent.program));
  if (window >= 0) return text('another window of VS Code: {chain}', { chain: chainOf(holder, window) });
  return parents.length === 0 ? null : text('{chain}', { chain: chainOf(holder, parents.length) });
}

/** The programs down to the holder itself. @param steps how many of its parents, the nearest ones */
function chainOf({ command, parents }: Origin, steps: number): string {
  const ancestors = parents.slice(0, steps).map(({ program }) => program);
  const chain = [...ancestors.toReversed(), programOf(command)].map(oneLine);
  return (chain.length > longestChain ? ['…', ...chain.slice(-longestChain)] : chain).join(' > ');
}

/** Base name of the program of a command line, which has its folder cut off already where this machine made it. */
function programOf(command: string | null): string {
  const [program = ''] = (command ?? '').split(' ');
  return program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1) || '?';
}
