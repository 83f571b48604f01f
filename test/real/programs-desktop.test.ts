// Programs of a desktop, without one.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from './demo/actor.ts';
import { plainly, testProgram } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { terminating, type Scene } from './programs/scene.ts';

testProgram(
  'GnuPG importing keys',
  lackOfPackages(['gnupg']),
  {
    kind: 'gnupg',
    killed: plainly('stale'),
    released: plainly(null),
    beside: (place) => place.endsWith('.lock'),
  },
  async (scene) => {
    await scene.run(['install', '--directory', '--mode=700', 'gnupg']);
    // It keeps the lock that it took for the first keys while it waits for more of them.
    const [keys] = (await scene.run(['find', '/usr/share/keyrings', '-name', 'debian-archive-*.gpg'])).split('\n');
    await scene.run(['mkfifo', 'more']);
    const actor = scene.start(['gpg', '--homedir', 'gnupg', '--no-autostart', '--lock-once', '--import', keys ?? '', 'more']);
    const lockPath = await scene.appears('gnupg', 'trustdb.gpg.lock');
    const release = async (): Promise<void> => {
      await writeFile(scene.at('more'), '');
      await actor.exited;
    };
    return { lockPath, pid: actor.pid, release };
  },
);

testProgram(
  'Chromium with a profile',
  lackOfPackages(['chromium']),
  { kind: 'chromium-profile', killed: plainly('stale'), released: plainly(null), beside: (place) => place.includes('/profile/') },
  async (scene) => {
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage', `--user-data-dir=${scene.at('profile')}`];
    const actor = scene.start(['chromium', ...options, '--remote-debugging-port=0', 'about:blank']);
    const lockPath = await scene.appears('profile', 'SingletonLock');
    return { lockPath, pid: actor.pid, release: () => closeChromium(scene, actor) };
  },
);

const office = '/usr/lib/libreoffice/program/soffice.bin';

testProgram(
  'LibreOffice with a document',
  lackOfPackages(['libreoffice-writer-nogui']),
  { kind: 'libreoffice', held: plainly('undecided'), named: false, killed: plainly('undecided') },
  async (scene) => {
    const document = scene.at('letter.txt');
    writeFileSync(document, 'Dear Ann,\n');
    const options = ['--headless', '--norestore', `-env:UserInstallation=file://${scene.home}/office`];
    // With a new profile it wants to be started anew, which the splash screen does that it has otherwise.
    await scene.run(['soffice', ...options, '--terminate_after_init']);
    const actor = scene.start([office, ...options, document]);
    const lockPath = await scene.appears('.~lock.letter.txt#');
    return { lockPath, pid: actor.pid, release: terminating(actor) };
  },
);

/** Asks it by its own protocol: a signal ends it without cleaning up. */
async function closeChromium(scene: Scene, actor: Actor): Promise<void> {
  const file = await scene.appears('profile', 'DevToolsActivePort');
  const port = /^(\d+)\n(\/\S+)$/;
  // It is there before all of it is written.
  await scene.waitFor(() => port.test(readFileSync(file, 'utf8').trimEnd()), 'the port of Chromium');
  const [, number, place] = port.exec(readFileSync(file, 'utf8').trimEnd()) ?? [];
  const socket = new WebSocket(`ws://127.0.0.1:${number}${place}`);
  socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, method: 'Browser.close' })));
  await actor.exited;
}

/** An X server's lock stands where all of them have theirs. */
const displays = '/tmp';

/** Displays that were chosen so far are not chosen again. */
let display = 100 + (process.pid % 10_000);

function freeDisplay(): number {
  do display += 1;
  while (existsSync(path.join(displays, `.X${display}-lock`)));
  return display;
}

testProgram(
  'an X server',
  lackOfPackages(['xvfb']),
  { kind: 'x-server', killed: plainly('stale'), released: plainly(null) },
  async (scene) => {
    const number = freeDisplay();
    const lockPath = path.join(displays, `.X${number}-lock`);
    scene.atEnd(() => {
      for (const left of [lockPath, path.join(displays, '.X11-unix', `X${number}`)]) rmSync(left, { force: true });
    });
    const actor = scene.start(['Xvfb', `:${number}`, '-screen', '0', '64x64x8', '-nolisten', 'tcp']);
    await scene.waitFor(() => existsSync(lockPath) && readFileSync(lockPath, 'utf8').trim() === String(actor.pid), lockPath);
    return { lockPath, pid: actor.pid, release: terminating(actor) };
  },
);
