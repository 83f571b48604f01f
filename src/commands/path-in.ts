import * as vscode from 'vscode';

/** The path of the lock that an argument names or, as a node of the view, belongs to; null when it is something else. */
export function pathIn(argument: unknown): string | null {
  if (typeof argument === 'string') return argument;
  if (argument instanceof vscode.Uri) return argument.fsPath;
  if (typeof argument !== 'object' || argument === null) return null;
  if ('parent' in argument) return pathIn(argument.parent);
  if ('lock' in argument) return pathIn(argument.lock);
  return 'path' in argument && typeof argument.path === 'string' ? argument.path : null;
}
