// Runs a TypeScript file of this repository on the Node that the repository wants, whatever
// Node the machine has: `node test/bootstrap.mjs test/run.ts [args]`.
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** Ends the bootstrap with one line that says what to do. */
function fail(message) {
  console.error(`lockscope: ${message}`);
  process.exit(1);
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves its own account of
 * what it installed in node_modules/.package-lock.json, written last, so an interrupted
 * install does not count. Optional packages (other platforms' binaries) may be absent, but for
 * those that this repository itself asks for: an older checkout has them not.
 */
function isInstalled() {
  const account = join(modules, '.package-lock.json');
  if (!existsSync(account)) return false;
  const present = packagesOf(account);
  const packages = packagesOf(join(root, 'package-lock.json'));
  const own = Object.keys(packages[''].optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
  return Object.entries(packages).every(([path, wanted]) => {
    if (path === '' || ((wanted.optional || wanted.devOptional) && !own.includes(path))) return true;
    return present[path]?.version === wanted.version && existsSync(join(root, path));
  });
}

function install() {
  console.log('lockscope: installing the packages of package-lock.json (npm ci) ...');
  // npm names the script it runs as; calling that needs no shell, not even on Windows.
  const npmScript = process.env.npm_execpath;
  const viaNode = npmScript !== undefined && /npm-cli\.c?js$/.test(npmScript);
  const done = viaNode
    ? spawnSync(process.execPath, [npmScript, 'ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: windows });
  if (done.status !== 0) {
    fail('npm ci failed. Check that the npm registry can be reached and that the disk has 1 GB free, then run the same command again.');
  }
}

/** The Node binary that the npm package `node` brings; undefined when it does not run. */
function findNode() {
  const names = windows ? ['node.exe', 'node'] : ['node'];
  const candidate = names.map((name) => join(modules, 'node', 'bin', name)).find((path) => existsSync(path));
  if (candidate === undefined) return undefined;
  const binary = realpathSync(candidate);
  return spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0 ? binary : undefined;
}

function provideNode() {
  const found = findNode();
  if (found !== undefined) return found;
  // npm may be set up to run no install scripts; the package's own script is all it takes.
  console.log('lockscope: unpacking the Node that the tests run on ...');
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(modules, 'node'), stdio: 'inherit' });
  return findNode() ?? fail('the npm package "node" brought no working binary. Delete node_modules and run the same command again.');
}

function runScript(node, args) {
  const path = [join(modules, '.bin'), dirname(node), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // The child decides when it has cleaned up; its end is ours.
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => fail(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail('say which script to run: node test/bootstrap.mjs test/run.ts');
if (!isInstalled()) install();
runScript(provideNode(), [join(root, script), ...args]);
