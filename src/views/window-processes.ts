import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import type { WindowProcesses } from './origin.ts';

/** The processes of this window, kept up to date as its terminals open and close. */
export class OwnProcesses implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #pids = new Map<vscode.Terminal, number>();

  constructor() {
    for (const terminal of vscode.window.terminals) this.#add(terminal);
    this.#owned.add(vscode.window.onDidOpenTerminal((terminal) => this.#add(terminal)));
    this.#owned.add(vscode.window.onDidCloseTerminal((terminal) => this.#pids.delete(terminal)));
  }

  /** As they are now; a terminal whose shell has not started yet is not among them. */
  get now(): WindowProcesses {
    const terminals = [...this.#pids].map(([{ name }, pid]) => ({ pid, name }));
    return { terminals, extensionHost: process.pid, editor: process.ppid };
  }

  /** The terminal whose shell is this process. */
  terminalWith(pid: number): vscode.Terminal | undefined {
    return [...this.#pids].find(([, shell]) => shell === pid)?.[0];
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #add(terminal: vscode.Terminal): void {
    terminal.processId.then(
      (pid) => {
        if (pid !== undefined && terminal.exitStatus === undefined) this.#pids.set(terminal, pid);
      },
      (error: unknown) => console.error('lockscope:', error),
    );
  }
}
