// Provisions a VS Code server from the npm package code-server, which carries a whole one.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { findProgram, installDebianPackages } from './debian.ts';
import { npm, unpackPackage } from './npm.ts';
import type { Edition } from './versions.ts';

/** A server on disk, ready to start. */
export interface ServerInstallation {
  readonly edition: Edition;
  /** The Node that runs it. */
  readonly node: string;
  /** Its `out/server-main.js`. */
  readonly main: string;
}

/** Part of the cache entry's name; a change of the recipe below that matters gets a new one. */
const RECIPE = 'r1';

/**
 * Finds the server of an edition in the cache, or puts it there: within a minute, about 600 MB.
 * @throws an error that says what failed: the registry, the compiler, the platform.
 */
export async function provisionServer(edition: Edition): Promise<ServerInstallation> {
  if (process.platform === 'win32') {
    throw new Error('the VS Code server does not run on Windows: install VS Code (the command "code"), or use WSL.');
  }
  const nodeFolder = await provisionNode(edition.node);
  const compiler = await provideCompiler(edition);
  const name = ['code-server', edition.codeServer, process.platform, process.arch, RECIPE, ...(compiler ? [] : ['bare'])];
  const folder = await cached(name.join('-'), async (partial) => {
    console.log(`lockscope: fetching the VS Code server ${edition.vscode} (code-server ${edition.codeServer}) ...`);
    await unpackServer(edition, nodeFolder, partial);
    if (compiler) await compileNatives(edition, nodeFolder, join(partial, 'vscode'));
  });
  return { edition, node: join(nodeFolder, 'bin', 'node'), main: join(folder, 'vscode', 'out', 'server-main.js') };
}

async function provisionNode(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  return cached(`${name}-${version}`, async (folder) => {
    console.log(`lockscope: fetching Node ${version} for the VS Code server ...`);
    await unpackPackage(`${name}@${version}`, folder);
  });
}

/** Leaves the server in `folder/vscode`, with the packages that it needs at run time. */
async function unpackServer(edition: Edition, nodeFolder: string, folder: string): Promise<void> {
  const unpacked = join(folder, 'package');
  await mkdir(unpacked);
  await unpackPackage(`code-server@${edition.codeServer}`, unpacked);
  const server = join(folder, 'vscode');
  await rename(join(unpacked, 'lib', 'vscode'), server);
  await rm(unpacked, { recursive: true });
  await npm(server, ['install', '--omit=dev', '--ignore-scripts'], nodeFolder);
}

async function compileNatives(edition: Edition, nodeFolder: string, server: string): Promise<void> {
  // Not `npm rebuild`: it runs the modules' own scripts too, which want to download things.
  const nodeGyp = ['exec', '--yes', '--package=node-gyp@12', '--', 'node-gyp', 'rebuild', `--nodedir=${nodeFolder}`];
  for (const module of edition.compile) {
    await npm(join(server, 'node_modules', module), nodeGyp, nodeFolder);
  }
}

/** Whether there is a C++ compiler, after trying to install one. A server without one still starts. */
async function provideCompiler(edition: Edition): Promise<boolean> {
  const programs = ['g++', 'make', 'python3'];
  const found = await Promise.all(programs.map(findProgram));
  const missing = programs.filter((_, index) => found[index] === undefined);
  if (missing.length === 0 || process.platform === 'darwin') return true;
  const modules = edition.compile.join(' and ');
  try {
    await installDebianPackages(missing, `compiling ${modules}`);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(`lockscope: VS Code ${edition.vscode} goes without ${modules} (log files, terminals): ${why}`);
    return false;
  }
}
