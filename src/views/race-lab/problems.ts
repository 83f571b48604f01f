import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { VariantId } from '../../race/lab.ts';
import type { Place, ScenarioError } from '../../race/model/scenario-error.ts';
import { keyOf, type NotedLab } from '../../race/noted-lab.ts';
import type { RaceFiles } from './files.ts';
import { isRaceFile } from './find-files.ts';
import { placeOfError, withoutPlace } from './nodes.ts';

/** Of the file as it loads, and of each of its variants that was run. */
type Problems = Map<string, { readonly place: Place; readonly message: string }>;

/** Marks what is wrong with a user's scenarios at their lines, while their file is open or was run. The caller owns it. */
export function registerRaceProblems(lab: NotedLab, files: RaceFiles): vscode.Disposable {
  const owned = new DisposableStore();
  const problems = owned.add(new RaceProblems(lab, files));
  owned.add(vscode.workspace.onDidOpenTextDocument((document) => problems.check(document.uri)));
  owned.add(files.onDidChange((file) => problems.checkAgain(file)));
  owned.add(lab.onDidChange((variant) => problems.note(variant)));
  for (const document of vscode.workspace.textDocuments) problems.check(document.uri);
  return owned;
}

class RaceProblems implements vscode.Disposable {
  readonly #lab: NotedLab;
  readonly #files: RaceFiles;
  readonly #collection = vscode.languages.createDiagnosticCollection('lockscope.race');
  /** By the file that was asked for; an error may be in another that it imports. */
  readonly #known = new Map<string, Problems>();

  constructor(lab: NotedLab, files: RaceFiles) {
    this.#lab = lab;
    this.#files = files;
  }

  /** Loads a file that is open. */
  check(uri: vscode.Uri): void {
    if (isRaceFile(uri)) this.#load(uri.fsPath).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  checkAgain(file: string | null): void {
    for (const each of file === null ? [...this.#known.keys()] : [file]) this.#known.delete(each);
    this.#show();
    for (const { uri } of vscode.workspace.textDocuments) if (file === null || uri.fsPath === file) this.check(uri);
  }

  note(variant: VariantId): void {
    const { file } = variant;
    const standing = this.#lab.standingOf(variant);
    if (file === null || standing.is === 'running' || standing.is === 'not-run') return;
    this.#put(file, keyOf(variant), standing.is === 'wrong' ? standing.error : null);
  }

  dispose(): void {
    this.#collection.dispose();
  }

  async #load(file: string): Promise<void> {
    const look = await this.#files.look(file);
    this.#put(file, 'file', look.is === 'wrong' ? look.error : null);
  }

  #put(file: string, key: string, error: ScenarioError | null): void {
    const problems: Problems = this.#known.get(file) ?? new Map();
    if (error === null && !problems.has(key)) return;
    if (error === null) problems.delete(key);
    else problems.set(key, { place: placeOfError(file, error), message: withoutPlace(error) });
    this.#known.set(file, problems);
    this.#show();
  }

  #show(): void {
    const byFile = new Map<string, Map<string, vscode.Diagnostic>>();
    for (const { place, message } of [...this.#known.values()].flatMap((problems) => [...problems.values()])) {
      const inFile = byFile.get(place.file) ?? new Map<string, vscode.Diagnostic>();
      byFile.set(place.file, inFile.set(`${place.line} ${message}`, diagnosticOf(place, message)));
    }
    this.#collection.clear();
    this.#collection.set([...byFile].map(([file, inFile]) => [vscode.Uri.file(file), [...inFile.values()]]));
  }
}

function diagnosticOf({ line, column }: Place, message: string): vscode.Diagnostic {
  const start = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  // Up to the end of the line: which part of it is wrong is not known.
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start.with({ character: 10_000 })), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Lockscope';
  return diagnostic;
}
