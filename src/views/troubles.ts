import * as vscode from 'vscode';
import type { InventoryTrouble } from '../watch/inventory.ts';
import { grouped, localize } from './localize.ts';
import { withoutLinks } from './safe-text.ts';

/** More lines than this would push the locks out of sight. */
const mostLines = 3;

/** What cannot be seen at present, for the top of the view; empty when all can. */
export function troubleMessage(troubles: readonly InventoryTrouble[]): string {
  const lines = troubles.slice(0, mostLines).map(({ message }) => withoutLinks(localize(message)));
  const rest = troubles.length - lines.length;
  if (rest > 0) lines.push(vscode.l10n.t('And {0} more.', rest));
  return lines.join('\n');
}

/** What the filter of the view leaves, for the top of it; empty without one. */
export function filterMessage(words: string, { matching, total }: { readonly matching: number; readonly total: number }): string {
  return words === '' ? '' : vscode.l10n.t('Showing {0} of {1} (filter: {2})', grouped(matching), grouped(total), withoutLinks(words));
}

/** Tells the user of the troubles that the whole workspace suffers from, each once a session. */
export class TroubleTeller {
  readonly #told = new Set<InventoryTrouble['code']>();

  tell(troubles: readonly InventoryTrouble[]): void {
    for (const { code, message } of troubles) {
      if ((code !== 'watch-limit' && code !== 'thread-ended') || this.#told.has(code)) continue;
      this.#told.add(code);
      vscode.window.showWarningMessage(withoutLinks(localize(message))).then(undefined, (error: unknown) => console.error('lockscope:', error));
    }
  }
}
