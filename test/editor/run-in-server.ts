// One run of the bundled suites in the extension host of a VS Code server.
import { format, stripVTControlCharacters } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { REPORT_MARK } from './report-mark.ts';
import { startServer, type RunningServer } from './server.ts';
import type { Edition } from './versions.ts';
import { provisionServer } from './vscode-server.ts';
import { testUrl, type TestTarget } from './workbench-url.ts';

/** How long the whole suite may take in one editor, in milliseconds. */
const RUN_TIMEOUT_MS = 8 * 60_000;

/**
 * Runs the test module in the server's extension host and waits until it is done. What came of
 * it is in the module's result file.
 * @returns what the workbench logged beside the tests' report.
 * @throws an error when the server, the browser or the time comes to its end first.
 */
export async function runInServer(edition: Edition, target: TestTarget): Promise<readonly string[]> {
  const server = await startServer(await provisionServer(edition), { testDriver: true });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    return await waitForTests(page, server, testUrl(server, target));
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function waitForTests(page: Page, server: RunningServer, url: string): Promise<readonly string[]> {
  const log: string[] = [];
  const finished = Promise.withResolvers<void>();
  const fail = (why: string): void => {
    const lines = [`${why}; the server's last lines:`, server.output(), "the workbench's last lines:", ...log.slice(-20)];
    finished.reject(new Error(lines.join('\n')));
  };
  // The two functions that the workbench calls while it runs extension tests.
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const line = format(...args);
    if (line.startsWith(REPORT_MARK)) console.log(stripVTControlCharacters(line.slice(REPORT_MARK.length)));
    else log.push(line);
  });
  await page.exposeFunction('codeAutomationExit', () => finished.resolve());
  page.on('crash', () => fail('the browser page crashed'));
  void server.ended.then((reason) => fail(`the VS Code server ended (${reason})`));
  const timer = setTimeout(() => fail(`no result within ${RUN_TIMEOUT_MS / 60_000} minutes`), RUN_TIMEOUT_MS);
  try {
    await page.goto(url);
    await finished.promise;
    return log;
  } finally {
    clearTimeout(timer);
  }
}
