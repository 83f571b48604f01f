import * as vscode from 'vscode';
import { sha256Of, type SaveOutcome } from '../../saving/write/save.ts';
import { nameInWorkspace } from '../../views/wording.ts';
import { openFolders } from '../../views/workspace.ts';
import type { CommandContext } from '../context.ts';
import { askAboutConflict, askInPlace } from './ask.ts';
import { makeClean, type Cleaned } from './clean.ts';
import { readDisk } from './disk.ts';
import { acquireFor, Cancelled, wantsLock } from './lock.ts';
import { runParticipants } from './participants.ts';
import { write } from './write.ts';

/** How the save of a document ended. */
export type DocumentSave =
  | { readonly is: 'saved'; readonly outcome: Extract<SaveOutcome, { readonly is: 'saved' }>; readonly document: Cleaned; /** What was not done before, in words. */ readonly leftOut: readonly string[] }
  /** The user chose not to; nothing was written. */
  | { readonly is: 'cancelled' }
  /** The user looks at what stands in the file; nothing was written. */
  | { readonly is: 'comparing' };

export interface DocumentSaveOptions {
  /** Whether what the settings want done on saving (formatting and such) is done before. */
  readonly participants: boolean;
}

/**
 * Saves the document of a file atomically, as it is after what its settings want done before, and makes the
 * editor show it as saved. A file that is not as the editor loaded it is asked about; no lock is held meanwhile.
 * @throws SaveError, LockTimeoutError, LockLostError, the system's error: the file is as it was
 */
export async function saveDocument(document: vscode.TextDocument, options: DocumentSaveOptions, context: CommandContext): Promise<DocumentSave> {
  const leftOut = options.participants ? await runParticipants(document) : [];
  const name = nameInWorkspace(document.uri.fsPath, openFolders());
  const { baselines, consents } = context.saving;
  let terms: Terms = { expect: await baselines.of(document), isConsented: consents.has(document.uri.fsPath) };
  try {
    for (;;) {
      const tried = await locked(document, context, (signal) => tryOnce(document, terms, name, signal, context));
      if (tried.is === 'saved') return { ...tried, leftOut };
      const agreed = await agree(tried, terms, document, name, context);
      if ('is' in agreed) return agreed;
      terms = agreed;
    }
  } catch (error) {
    if (error instanceof Cancelled) return { is: 'cancelled' };
    throw error;
  }
}

/** On what a file is written. */
interface Terms {
  /** SHA-256 (hex) of what it is to hold; undefined: nothing, the user wants it made again; null: not known. */
  readonly expect: string | null | undefined;
  /** Whether it may be written in place, backed up. */
  readonly isConsented: boolean;
}

type Tried =
  | Pick<Extract<DocumentSave, { readonly is: 'saved' }>, 'is' | 'outcome' | 'document'>
  | Exclude<SaveOutcome, { readonly is: 'saved' }>
  /** It differs from what would be written, and what the editor loaded is not known. */
  | { readonly is: 'unknown'; readonly found: string };

async function tryOnce(document: vscode.TextDocument, terms: Terms, name: string, signal: AbortSignal | undefined, { saving }: CommandContext): Promise<Tried> {
  const { version } = document;
  const file = document.uri.fsPath;
  const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  let { expect = null } = terms;
  if (terms.expect === null) {
    expect = (await readDisk(file))?.sha256 ?? null;
    if (expect !== null && expect !== sha256Of(bytes)) return { is: 'unknown', found: expect };
  }
  const outcome = await write(file, bytes, name, { expect, inPlace: terms.isConsented ? 'backed-up' : 'never', ...(signal === undefined ? {} : { signal }) });
  if (outcome.is !== 'saved') return outcome;
  saving.baselines.set(document, outcome.sha256);
  return { is: 'saved', outcome, document: await makeClean(document, version) };
}

/** Asks the user what to do about a file that could not be written as it is. @returns on what it may be written, or how the save has ended */
async function agree(tried: Exclude<Tried, { readonly is: 'saved' }>, terms: Terms, document: vscode.TextDocument, name: string, { saving }: CommandContext): Promise<Terms | DocumentSave> {
  if (tried.is === 'asks') {
    const consent = await askInPlace(name, tried.reasons);
    if (consent === 'always') saving.consents.add(document.uri.fsPath);
    return consent === undefined ? { is: 'cancelled' } : { ...terms, isConsented: true };
  }
  const answer = await askAboutConflict(name, tried.is === 'unknown' ? 'unknown' : tried.found === null ? 'gone' : 'changed');
  if (answer === undefined) return { is: 'cancelled' };
  // What was just shown is what may be overwritten: what comes after it is asked about again.
  if (answer === 'overwrite') return { ...terms, expect: tried.found ?? undefined };
  await vscode.commands.executeCommand('workbench.files.action.compareWithSaved', document.uri);
  return { is: 'comparing' };
}

async function locked<T>(document: vscode.TextDocument, context: CommandContext, act: (signal?: AbortSignal) => Promise<T>): Promise<T> {
  if (!wantsLock(document)) return act();
  const hold = await acquireFor(document, context);
  try {
    return await act(hold.signal);
  } finally {
    await hold.release();
  }
}
