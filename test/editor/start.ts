// `npm start`: a real VS Code with the extension, on a workspace full of real locks.
import { parseArgs } from 'node:util';
import { openDemo } from './demo-workspace.ts';
import { downloadCode, hasDisplay, installedCode, openInDesktop } from './desktop.ts';
import { openInBrowser } from './open-in-browser.ts';
import { main } from './own.ts';
import { buildExtension, extensionFolder } from './repository.ts';
import { startServer } from './server.ts';
import { NEWEST } from './versions.ts';
import { provisionServer } from './vscode-server.ts';
import { workbenchUrl } from './workbench-url.ts';

/** An editor that shows the folder. */
interface Opened {
  /** Settles with the reason when it has ended. */
  readonly ended: Promise<string>;
}

async function start(): Promise<number> {
  const { values } = parseArgs({ allowNegative: true, options: { open: { type: 'boolean', default: true } } });
  await buildExtension();
  const demo = await openDemo();
  const editor = (values.open && (await openDesktop(demo.folder))) || (await openServer(demo.folder, values.open));
  console.log('Ctrl-C ends everything and removes the demo workspace.');
  demo.filled.then(
    (filled) => console.log(filled.describe()),
    (error: unknown) => console.error('The demo workspace could not be filled:', error),
  );
  const reason = await editor.ended;
  // On Ctrl-C it is we who end it.
  if (!reason.startsWith('signal')) console.log(`VS Code has ended (${reason}).`);
  return 0;
}

/** A VS Code with a window: the one that is installed, else a download. Undefined where there is none. */
async function openDesktop(folder: string): Promise<Opened | undefined> {
  if (!hasDisplay()) return undefined;
  const executable = (await installedCode()) ?? (await downloadCode(NEWEST.vscode));
  if (executable === undefined) return undefined;
  console.log(`Opening ${executable} on ${folder}`);
  return openInDesktop(executable, folder, extensionFolder());
}

/** A VS Code server, in the browser where there is one that can show a window. */
async function openServer(folder: string, open: boolean): Promise<Opened> {
  const server = await startServer(await provisionServer(NEWEST), { installed: extensionFolder() });
  const url = workbenchUrl(server, folder);
  console.log(`\nVS Code ${NEWEST.vscode} with Lockscope is at\n\n  ${url}\n`);
  if (open && hasDisplay()) await openInBrowser(url);
  return server;
}

await main(start);
