// The address of a workbench on a running server, with the extension under development in it.
import type { RunningServer } from './server.ts';

export interface WorkbenchTarget {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the extension under development: the folder of its package.json. */
  readonly extension: string;
  /** Absolute path of a bundled test module whose `run()` the extension host calls. */
  readonly tests?: string;
}

/** The URL that opens the folder with the extension loaded; whoever has it is let in. */
export function workbenchUrl(server: Pick<RunningServer, 'host' | 'token'>, target: WorkbenchTarget): string {
  const remote = (path: string): string => `vscode-remote://${server.host}${path}`;
  const payload = [['extensionDevelopmentPath', remote(target.extension)], ['skipWelcome', 'true']];
  if (target.tests !== undefined) payload.push(['extensionTestsPath', remote(target.tests)]);
  const query = new URLSearchParams({ tkn: server.token, folder: target.folder, payload: JSON.stringify(payload) });
  return `http://${server.host}/?${query.toString()}`;
}
