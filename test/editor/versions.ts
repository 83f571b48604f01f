// The versions of VS Code that the tests run on.

/** A VS Code and what its server takes. */
export interface Edition {
  readonly name: 'newest' | 'oldest';
  /** The version of the desktop VS Code. */
  readonly vscode: string;
  /** The version of the npm package code-server that carries the same VS Code. */
  readonly codeServer: string;
  /** The exact Node for the server, of the major version in that package's `engines`. */
  readonly node: string;
  /**
   * Native modules without a prebuilt binary, compiled when provisioning. Without @vscode/spdlog
   * there are no log files nor log output channels, without node-pty no terminals.
   */
  readonly compile: readonly string[];
}

export const NEWEST: Edition = {
  name: 'newest',
  vscode: '1.139.1',
  codeServer: '4.139.1',
  node: '24.21.0',
  compile: ['@vscode/spdlog'],
};

/** `engines.vscode` in package.json says the same version; a lower one fails the tests. */
export const OLDEST: Edition = {
  name: 'oldest',
  vscode: '1.100.0',
  codeServer: '4.100.0',
  node: '20.20.2',
  compile: ['@vscode/spdlog', 'node-pty'],
};

export const EDITIONS: readonly Edition[] = [NEWEST, OLDEST];
