// Shows a page to the user.
import { spawn } from 'node:child_process';
import { findProgram } from './debian.ts';

/** Opens the URL in the user's browser, where the system knows one. The URL has been printed as well. */
export async function openInBrowser(url: string): Promise<void> {
  const [program, ...args] = opener();
  if (process.platform !== 'win32' && (await findProgram(program)) === undefined) return;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', (error) => console.log(`The browser did not open (${error.message}); open the address above yourself.`));
  // It belongs to the user, who may go on using it when we have ended.
  child.unref();
}

function opener(): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
