// Programs that the harness needs and a fresh machine may lack.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from './process.ts';

/** The absolute path of a program on PATH; undefined when there is none. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Whether this process may execute the file. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Installs Debian packages, as root or with a sudo that asks for no password.
 * @param why what they are wanted for, as it reads after "wanted for".
 * @throws an error that names the command to run by hand where it may not.
 */
export async function installDebianPackages(packages: readonly string[], why: string): Promise<void> {
  const byHand = `install ${packages.join(', ')} (wanted for ${why}), on Debian: sudo apt-get install ${packages.join(' ')}`;
  if ((await findProgram('apt-get')) === undefined) throw new Error(byHand);
  const prefix = await rootPrefix();
  if (prefix === undefined) throw new Error(byHand);
  console.log(`lockscope: installing ${packages.join(', ')} with apt-get, for ${why} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await serially(async () => {
      await runAs(prefix, ['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'update'], env);
      await runAs(prefix, ['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'install', '-y', ...packages], env);
    });
  } catch (error) {
    throw new Error(`apt-get could not install it; ${byHand}`, { cause: error });
  }
}

let last: Promise<unknown> = Promise.resolve();

/** Two apt-get of our own would fail on each other's list lock, which has no timeout option. */
function serially(action: () => Promise<void>): Promise<void> {
  const next = last.then(action, action);
  last = next.catch(() => undefined);
  return next;
}

async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = await findProgram('sudo');
  if (sudo === undefined) return undefined;
  return run(sudo, ['-n', 'true']).then(
    () => [sudo, '-n'],
    () => undefined,
  );
}

async function runAs(prefix: readonly string[], command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [program = 'apt-get', ...args] = [...prefix, ...command];
  await run(program, args, { env });
}
