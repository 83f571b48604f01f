/**
 * A watcher in a process of its own, where limits can be set that would starve the tests' process.
 * Says what it sees on stdout, one JSON array a line; takes `rescan` or `set FILE VALUE` on stdin.
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { plain } from '../../../../src/base/text.ts';
import { createTreeWatcher } from '../../../../src/watch/tree/watcher.ts';

const say = (...words: string[]): void => void process.stdout.write(`${JSON.stringify(words)}\n`);
const [root = '.', ...settings] = process.argv.slice(2);
for (const setting of settings) set(setting);

const watcher = createTreeWatcher({ mayBeLock: (name) => name.endsWith('.lock'), pollMs: 100 });
watcher.onDidTouch((full) => say('touch', full));
watcher.onDidMeetTrouble(({ code, path, message }) => say('met', code, path, plain(message)));
watcher.onDidEndTrouble(({ code, path }) => say('end', code, path));

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  if (line.startsWith('set ')) set(line.slice(4));
  else watcher.rescan().then(() => say('rescanned'), fail);
});
commands.on('close', () => watcher.dispose());
watcher.addRoot(root).then(() => say('ready'), fail);

function set(setting: string): void {
  const [name = '', value = ''] = setting.split('=');
  writeFileSync(`/proc/sys/user/${name}`, value);
  say('set', setting);
}

function fail(error: unknown): void {
  say('failed', String(error));
  process.exitCode = 1;
}
