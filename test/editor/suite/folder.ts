// A folder of the workspace for one suite, made before each of its tests and gone after it.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setup, suiteTeardown, teardown } from 'mocha';
import * as vscode from 'vscode';
import { answer, type Answers, type Shown } from './answers.ts';
import { workspaceFolder } from './extension.ts';
import { killHolders } from './holder.ts';

export interface SuiteFolder {
  readonly path: string;
  readonly at: (name: string) => string;
  /** Answers what is asked until the test ends. */
  readonly answering: (choose: (shown: Shown) => string | undefined) => Answers;
}

/** Call it in a suite. @param clean what the suite undoes after each test besides its processes, terminals and files */
export function suiteFolder(name: string, clean: () => Thenable<unknown>): SuiteFolder {
  const folder = path.join(workspaceFolder().uri.fsPath, name);
  let answers: Answers | undefined;
  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(async () => {
    answers?.dispose();
    killHolders();
    for (const terminal of vscode.window.terminals) terminal.dispose();
    rmSync(folder, { recursive: true, force: true });
    await clean();
  });
  suiteTeardown(killHolders);
  return { path: folder, at: (file) => path.join(folder, file), answering: (choose) => (answers = answer(choose)) };
}
