import * as vscode from 'vscode';
import type { Text } from '../base/text.ts';

/** A sentence of the core in the editor's language. */
export function localize({ template, args }: Text): string {
  return vscode.l10n.t(template, { ...args });
}

/** A number as the editor's language groups its digits: "9,500". */
export function grouped(count: number): string {
  return count.toLocaleString(vscode.env.language);
}
