// npm as the harness uses it: in another folder, on another Node than the repository's.
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './process.ts';

/**
 * Runs npm in a folder.
 * @param nodeFolder the Node to run it on; without, the one on PATH.
 */
export async function npm(folder: string, args: readonly string[], nodeFolder?: string): Promise<void> {
  const env = npmEnvironment();
  if (nodeFolder !== undefined) env['PATH'] = [join(nodeFolder, 'bin'), env['PATH'] ?? ''].join(delimiter);
  env['npm_config_audit'] = 'false';
  env['npm_config_fund'] = 'false';
  await run('npm', args, { cwd: folder, env });
}

/** Fetches a package of the registry and unpacks it into the folder, without its source maps. */
export async function unpackPackage(specifier: string, folder: string): Promise<void> {
  await npm(folder, ['pack', specifier]);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${specifier} left no archive; is the npm registry reachable?`);
  await run('tar', ['-xzf', archive, '--strip-components=1', '--exclude=*.map'], { cwd: folder });
  await run('rm', [archive], { cwd: folder });
}

/** Our environment without what an outer `npm test` has put there about this repository. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(npm_(package|lifecycle)_.*|npm_(command|execpath|node_execpath|config_local_prefix)|INIT_CWD)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
