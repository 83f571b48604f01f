// A running VS Code server with data, settings and a port of its own.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './own.ts';
import { startGroup } from './process.ts';
import type { ServerInstallation } from './vscode-server.ts';

/** A server that answers on its port. */
export interface RunningServer {
  readonly host: string;
  /** The secret that its URLs carry, so that no other user of the machine gets in. */
  readonly token: string;
  /** The end of what it printed, for error messages. */
  readonly output: () => string;
  /** Settles with the reason when the server ends. */
  readonly ended: Promise<string>;
  /** Ends it, with its extension hosts and terminals. */
  readonly stop: () => Promise<void>;
  /** Replaces the settings that it was started with; open windows follow. */
  readonly configure: (settings: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** How long a server may take until it listens, in milliseconds. */
const START_TIMEOUT_MS = 60_000;

/** Settings without which welcome pages, chat and update notices cover what we look at. */
const QUIET: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
};

export interface ServerOptions {
  /** User settings beyond those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Absolute path of an extension's folder, which the server has as an installed extension. */
  readonly installed?: string;
  /**
   * Obeys the payload of `workbenchUrl`, which extension tests need. Not for looking at: the
   * newest VS Code then shows no notifications.
   */
  readonly testDriver?: boolean;
}

/**
 * Starts a server on a free port of the loopback interface and waits until it listens.
 * @throws an error with its output when it ends first or does not listen within a minute.
 */
export async function startServer(installation: ServerInstallation, options: ServerOptions): Promise<RunningServer> {
  const data = await temporaryFolder(`vscode-${installation.edition.name}`);
  await writeSettings(data, { ...QUIET, ...options.settings });
  if (options.installed !== undefined) await installByLink(data, options.installed);
  const token = randomUUID();
  const lines: string[] = [];
  const output = (): string => lines.slice(-30).join('\n');
  const port = Promise.withResolvers<string>();
  const server = await startGroup(
    installation.node,
    [installation.main, ...serverArguments(data, token, options)],
    { cwd: dirname(dirname(installation.main)), env: serverEnvironment(data) },
    (line) => {
      lines.push(line);
      const found = /Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (found !== undefined) port.resolve(found);
    },
  );
  const failed = (why: string): void => port.reject(new Error(`the VS Code server ${why}:\n${output()}`));
  void server.ended.then((reason) => failed(`ended (${reason})`));
  const timer = setTimeout(() => failed('did not listen in time'), START_TIMEOUT_MS);
  const host = `127.0.0.1:${await port.promise.finally(() => clearTimeout(timer))}`;
  return { host, token, output, ended: server.ended, stop: server.stop, configure: (settings) => writeSettings(data, { ...QUIET, ...settings }) };
}

function serverArguments(data: string, token: string, options: ServerOptions): readonly string[] {
  const values = { host: '127.0.0.1', port: '0', 'connection-token': token, 'server-data-dir': data, 'telemetry-level': 'off' };
  return [
    ...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/**
 * Our environment without what would make the extension host take itself for part of this run, and
 * with a journal and quarantine that are no user's own.
 */
function serverEnvironment(data: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST_CONTEXT|NODE_OPTIONS|VSCODE_|ELECTRON_)/.test(name));
  return { ...Object.fromEntries(kept), LOCKSCOPE_STATE_DIR: join(data, 'lockscope') };
}

/** In a browser user settings may be read from either file, depending on the version. */
async function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const scope of ['User', 'Machine']) {
    const folder = join(data, 'data', scope);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** A server takes what lies in this folder at its first start for installed; a link shows every new build. */
async function installByLink(data: string, extension: string): Promise<void> {
  const folder = join(data, 'extensions');
  await mkdir(folder, { recursive: true });
  await symlink(extension, join(folder, 'lockscope.lockscope-0.0.0'), 'dir');
}
