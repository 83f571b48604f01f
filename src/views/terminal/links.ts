import * as vscode from 'vscode';
import { showExplanation } from '../explain/index.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { openFolders } from '../workspace.ts';
import { pathsInLine } from './paths-in-line.ts';

interface LockLink extends vscode.TerminalLink {
  readonly lockPath: string;
}

/** Makes the paths of locks in terminals links to their explanation. The caller owns it. */
export function registerLockLinks(inventory: Inventory): vscode.Disposable {
  return vscode.window.registerTerminalLinkProvider(lockLinks(inventory));
}

/** Finds the links in one line at a time, while somebody points at it. */
function lockLinks(inventory: Pick<Inventory, 'locks'>): vscode.TerminalLinkProvider<LockLink> {
  return {
    provideTerminalLinks: ({ line, terminal }) => {
      const locks = new Set(inventory.locks.map(({ path }) => path));
      const cwd = terminal.shellIntegration?.cwd;
      const bases = [...(cwd?.scheme === 'file' ? [cwd.fsPath] : []), ...openFolders().map(({ path }) => path)];
      return pathsInLine(line, bases, (place) => locks.has(place)).map(({ start, length, path }) => ({
        startIndex: start,
        length,
        lockPath: path,
        tooltip: vscode.l10n.t('Explain Lock'),
      }));
    },
    handleTerminalLink: ({ lockPath }) => showExplanation({ path: lockPath }),
  };
}
