// The page of the contention in a browser of its own, without an editor about it.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { webviewPage } from '../../src/views/webview-page.ts';
import { launchChromium } from '../editor/chromium.ts';
import { ROOT } from '../editor/repository.ts';

const origin = 'http://page.invalid';

/** What the editor gives to a page; messages to the host are kept. */
const editor = `
  window.toHost = [];
  window.kept = undefined;
  window.acquireVsCodeApi = () => ({ postMessage: (message) => window.toHost.push(message), getState: () => window.kept, setState: (state) => { window.kept = state; } });`;

/** Colours as a theme would set them. */
const colours = { foreground: '#3b3b3b', descriptionForeground: '#616161', 'editor-background': '#ffffff', 'charts-blue': '#1a85ff', 'charts-yellow': '#bf8803', 'charts-red': '#e51400', focusBorder: '#005fb8', 'panel-border': '#e5e5e5', 'list-inactiveSelectionBackground': '#e4e6f1' };

/** Opens the page under its own policy and waits until it asks for its spans. */
export async function openPage(): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  const built = await build({ entryPoints: [path.join(ROOT, 'media/contention/main.ts')], bundle: true, write: false, format: 'iife', target: 'chrome120', minify: true });
  const files: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
    '/': { contentType: 'text/html', body: webviewPage({ root: 'contention', script: '/contention.js', style: '/contention.css', nonce: 'bench', language: 'en', title: 'Contention' }) },
    '/contention.js': { contentType: 'text/javascript', body: built.outputFiles[0]?.text ?? '' },
    '/contention.css': { contentType: 'text/css', body: await readFile(path.join(ROOT, 'media/contention/contention.css'), 'utf8') },
  };
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route('**/*', (route) => route.fulfill(files[new URL(route.request().url()).pathname] ?? { status: 404 }));
  await page.addInitScript(editor);
  await page.addInitScript((values) => {
    Reflect.get(globalThis, 'document').addEventListener('DOMContentLoaded', () => {
      const { style } = Reflect.get(globalThis, 'document').documentElement;
      for (const [name, value] of Object.entries(values)) style.setProperty(`--vscode-${name}`, value);
    });
  }, colours);
  await page.goto(origin);
  await page.waitForFunction('window.toHost.some(({ is }) => is === "ready")');
  return { page, close: () => browser.close() };
}

/** What plays the host in such a page. */
export async function clientCode(): Promise<string> {
  const built = await build({ entryPoints: [path.join(import.meta.dirname, 'timeline-client.ts')], bundle: true, write: false, format: 'iife', target: 'chrome120' });
  return built.outputFiles[0]?.text ?? '';
}
