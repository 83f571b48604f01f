// The desktop VS Code: one that is installed, or one that @vscode/test-electron downloads.
// None can be run where these tests were written (no download, no display), so this path is
// kept small and does only what the documentation of test-electron describes.
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { findProgram } from './debian.ts';
import { temporaryFolder } from './own.ts';
import { startGroup, type Group } from './process.ts';
import type { TestTarget } from './workbench-url.ts';

/** A download that stands still this long has failed, in milliseconds. */
const IDLE_MS = 10_000;

/** Whether windows can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** The command line of the installed VS Code; undefined when there is none on PATH. */
export async function installedCode(): Promise<string | undefined> {
  return findProgram(process.platform === 'win32' ? 'code.cmd' : 'code');
}

/**
 * Downloads a desktop VS Code into the cache, or finds it there.
 * @param version such as 1.100.0.
 * @returns its executable; undefined with a printed reason when it cannot be downloaded.
 */
export async function downloadCode(version: string): Promise<string | undefined> {
  try {
    return await downloadAndUnzipVSCode({
      version,
      cachePath: join(cacheFolder(), 'desktop'),
      reporter: new SilentReporter(),
      timeout: IDLE_MS,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(`lockscope: VS Code ${version} for the desktop cannot be downloaded (${why}).`);
    return undefined;
  }
}

/**
 * Whether tests should try a desktop VS Code. LOCKSCOPE_EDITOR=desktop or =server decides;
 * otherwise it is tried where there is a display and nobody has set CI.
 */
export function wantsDesktop(): boolean {
  const chosen = process.env['LOCKSCOPE_EDITOR'];
  if (chosen === 'desktop' || chosen === 'server') return chosen === 'desktop';
  return hasDisplay() && !process.env['CI'];
}

/** Runs the test module in a desktop VS Code and waits until it is done, as runInServer does. */
export async function runInDesktop(executable: string, target: TestTarget): Promise<void> {
  const data = await temporaryFolder('desktop');
  const options = {
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: target.extension,
    extensionTestsPath: target.tests,
    launchArgs: [target.folder, `--user-data-dir=${data}`, '--disable-extensions', '--disable-workspace-trust'],
  };
  // It rejects when a test failed as well; which of the two it was, the result file tells.
  await runTests(options).catch((error: unknown) => console.log(error));
}

/**
 * Opens a window of a desktop VS Code on a folder, with the extension under development and a
 * profile of its own.
 * @returns the running editor, which ends when the window is closed.
 */
export async function openInDesktop(executable: string, folder: string, extension: string): Promise<Group> {
  const data = await temporaryFolder('desktop');
  const profile = [`--user-data-dir=${data}`, `--extensions-dir=${join(data, 'extensions')}`, '--disable-workspace-trust'];
  const args = [folder, `--extensionDevelopmentPath=${extension}`, ...profile, '--new-window', '--wait', '--skip-welcome'];
  return startGroup(executable, args, { shell: process.platform === 'win32' }, () => {});
}
