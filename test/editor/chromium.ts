// The browser that shows a VS Code server's workbench to the tests.
import { chromium, type Browser } from 'playwright-core';
import { findProgram, installDebianPackages, isExecutable } from './debian.ts';
import { own } from './own.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Without these it looks for hosts of its maker that a closed network refuses. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium or Chrome: CHROME_PATH, else an installed one, else Debian's package,
 * which this installs.
 * @throws an error that says what to install.
 */
export async function provideChromium(): Promise<string> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH names ${chosen}, which cannot be executed: correct it or unset it.`);
  }
  const found = await findChromium();
  if (found !== undefined) return found;
  await installDebianPackages(['chromium'], 'looking at the workbench; any other Chrome will do with CHROME_PATH set');
  const installed = await findChromium();
  if (installed === undefined) throw new Error('chromium was installed but is not on PATH: set CHROME_PATH to it.');
  return installed;
}

async function findChromium(): Promise<string | undefined> {
  for (const name of PROGRAMS) {
    const path = await findProgram(name);
    if (path !== undefined) return path;
  }
  for (const path of APPLICATIONS) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** Starts the browser without a window; it ends with this process at the latest. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    // Our own handlers end it, together with the server that it looks at.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // Chromium's sandbox refuses to work for root, who runs the tests in containers.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...QUIET,
    ],
  });
  own(() => browser.close());
  return browser;
}
