// The address of a workbench on a running server.
import type { RunningServer } from './server.ts';

/** What extension tests run on. */
export interface TestTarget {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the extension under development: the folder of its package.json. */
  readonly extension: string;
  /** Absolute path of a bundled module whose `run()` the extension host calls. */
  readonly tests: string;
}

type Address = Pick<RunningServer, 'host' | 'token'>;

/** The URL that opens a folder, given as an absolute path; whoever has the URL is let in. */
export function workbenchUrl(server: Address, folder: string): string {
  const query = new URLSearchParams({ tkn: server.token, folder });
  return `http://${server.host}/?${query.toString()}`;
}

/** The URL that runs extension tests, on a server with its test driver on. */
export function testUrl(server: Address, target: TestTarget): string {
  const remote = (path: string): string => `vscode-remote://${server.host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(target.extension)],
    ['extensionTestsPath', remote(target.tests)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  return `${workbenchUrl(server, target.folder)}&${query.toString()}`;
}
