import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import { whileActive } from './active.ts';
import { isExcluded, readOnSave } from './code-actions.ts';
import { formatOnSave } from './format.ts';
import { insertFinalNewline, trimFinalNewlines, trimTrailingWhitespace, type Edit } from './tidy.ts';

/** How long one of them may take, ms; then the save goes on without it. */
const participantMs = 5000;

/** What VS Code does to a document before it saves it, one after the other. */
interface Participant {
  readonly name: string;
  readonly run: (document: vscode.TextDocument) => Promise<void>;
}

/**
 * VS Code's own five, in its order. Nothing makes VS Code run them, or what other extensions do on
 * `onWillSaveTextDocument`, without writing the file in place thereafter.
 */
function participants(): readonly Participant[] {
  return [
    { name: vscode.l10n.t('trimming trailing whitespace'), run: trimWhitespace },
    { name: vscode.l10n.t('code actions'), run: runCodeActions },
    { name: vscode.l10n.t('formatting'), run: formatOnSave },
    { name: vscode.l10n.t('inserting the final newline'), run: addFinalNewline },
    { name: vscode.l10n.t('trimming final newlines'), run: removeFinalNewlines },
  ];
}

/**
 * Does to a document what its settings want on saving. None stops the save: what fails or takes too long is left out.
 * @returns what was left out and why, in words
 */
export async function runParticipants(document: vscode.TextDocument): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const { name, run } of participants()) {
    try {
      await inTime(run(document));
    } catch (error) {
      failures.push(`${name} (${messageOf(error)})`);
    }
  }
  return failures;
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(vscode.l10n.t('it took more than {0} s', participantMs / 1000))), participantMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function trimWhitespace(document: vscode.TextDocument): Promise<void> {
  if (!isOn('trimTrailingWhitespace', document)) return;
  const lines = linesOf(document);
  const edits = trimTrailingWhitespace(lines);
  if (edits.length === 0) return;
  if (vscode.workspace.getConfiguration('files', document).get<unknown>('trimTrailingWhitespaceInRegexAndStrings') !== false) return apply(document, edits);
  // What is a string or a regular expression only the editor knows.
  await whileActive(document, async () => vscode.commands.executeCommand('editor.action.trimTrailingWhitespace'));
}

async function addFinalNewline(document: vscode.TextDocument): Promise<void> {
  if (isOn('insertFinalNewline', document)) await apply(document, insertFinalNewline(linesOf(document), '\n'));
}

async function removeFinalNewlines(document: vscode.TextDocument): Promise<void> {
  if (isOn('trimFinalNewlines', document)) await apply(document, trimFinalNewlines(linesOf(document)));
}

async function runCodeActions(document: vscode.TextDocument): Promise<void> {
  const { kinds, excluded } = readOnSave(vscode.workspace.getConfiguration('editor', document).get<unknown>('codeActionsOnSave'));
  for (const kind of kinds) {
    for (const action of await actionsFor(document, kind)) if (!isExcluded(action.kind?.value, kind, excluded)) await carryOut(action);
  }
}

/** So many of the actions are asked for what they change, which some find out only then. */
const mostResolved = 100;

async function actionsFor(document: vscode.TextDocument, kind: string): Promise<readonly vscode.CodeAction[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<readonly (vscode.CodeAction | vscode.Command)[] | undefined>('vscode.executeCodeActionProvider', document.uri, document.validateRange(all), kind, mostResolved);
  return (found ?? []).filter((action): action is vscode.CodeAction => typeof action.command !== 'string');
}

async function carryOut({ edit, command, disabled }: vscode.CodeAction): Promise<void> {
  if (disabled !== undefined) return;
  if (edit !== undefined) await vscode.workspace.applyEdit(edit);
  const args: readonly unknown[] = command?.arguments ?? [];
  if (command !== undefined) await vscode.commands.executeCommand(command.command, ...args);
}

function isOn(setting: string, document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('files', document).get<unknown>(setting) === true;
}

function linesOf(document: vscode.TextDocument): readonly string[] {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
}

/** The cursors stay where they are, also one at the end of the text behind which a line end is inserted. */
async function apply(document: vscode.TextDocument, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.document === document).map((editor) => ({ editor, selections: editor.selections }));
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits.map(({ start, end, text }) => vscode.TextEdit.replace(new vscode.Range(start.line, start.character, end.line, end.character), text)));
  await vscode.workspace.applyEdit(edit);
  for (const { editor, selections } of editors) editor.selections = selections;
}
