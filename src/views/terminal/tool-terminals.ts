import * as vscode from 'vscode';
import { shellKindOf, type ShellKind } from './command-line.ts';

interface ToolTerminal {
  readonly terminal: vscode.Terminal;
  /** Whether what was typed into it last may still be running. */
  busy: boolean;
}

/** The terminals in which the tools' own commands run, for all to see. */
export class ToolTerminals implements vscode.Disposable {
  readonly #terminals = new Set<ToolTerminal>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.Disposable.from(
      vscode.window.onDidEndTerminalShellExecution(({ terminal }) => {
        for (const one of this.#terminals) if (one.terminal === terminal) one.busy = false;
      }),
      vscode.window.onDidCloseTerminal((closed) => {
        for (const one of this.#terminals) if (one.terminal === closed) this.#terminals.delete(one);
      }),
    );
  }

  /** How the shell reads that a command in this folder will be typed into. */
  shellFor(cwd: string): ShellKind {
    return shellKindOf(this.#idleIn(cwd)?.terminal.state.shell ?? vscode.env.shell);
  }

  /** Shows a terminal in a folder and types a line into it; one that is known to be idle there, or a new one. */
  run(line: string, cwd: string): void {
    const known = this.#idleIn(cwd) ?? this.#create(cwd);
    known.busy = true;
    known.terminal.show();
    known.terminal.sendText(line, true);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Only shell integration tells where a shell is, and that it waits for a command: without it none is used again. */
  #idleIn(cwd: string): ToolTerminal | undefined {
    return [...this.#terminals].find(({ terminal, busy }) => !busy && terminal.exitStatus === undefined && terminal.shellIntegration?.cwd?.fsPath === cwd);
  }

  #create(cwd: string): ToolTerminal {
    const created = { terminal: vscode.window.createTerminal({ name: 'Lockscope', cwd, isTransient: true }), busy: true };
    this.#terminals.add(created);
    return created;
  }
}
