import type * as vscode from 'vscode';
import type { Baselines } from './baselines.ts';
import type { DocumentSave } from './document.ts';

/** What is remembered between the saves of a session. */
export interface SaveState {
  readonly baselines: Pick<Baselines, 'of' | 'set'>;
  /** Files that the user wants written in place, backed up, whenever they cannot be replaced. */
  readonly consents: Set<string>;
  /** The saves that are under way. */
  readonly running: Map<vscode.TextDocument, Promise<DocumentSave | undefined>>;
}
