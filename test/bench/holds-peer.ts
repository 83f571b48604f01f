/**
 * Another watcher alone on a folder: `chokidar`, `chokidar-quick`, `parcel`, or `look` for fs.watch with a
 * look at the file in each event, which is what the machine allows at best. The order `count` answers how
 * often it told that something came since the last count, and how often `look` read something.
 */
import { readFileSync, watch as watchFolder } from 'node:fs';
import path from 'node:path';
import parcel from '@parcel/watcher';
import { watch } from 'chokidar';
import { orGone } from '../../src/base/errors.ts';
import { obey } from './own-child.ts';

const [what = '', folder = ''] = process.argv.slice(2);
let came = 0;
let read = 0;

const ready = what === 'parcel' ? watchWithParcel() : what === 'look' ? look() : watchWithChokidar();

obey(async (order) => {
  await ready;
  const counts = { came, read };
  if (order === 'count') came = read = 0;
  return counts;
});

/** Counts each lock once: it comes, and is read, after a look that found none. */
async function look(): Promise<void> {
  let before: 'nothing' | 'empty' | 'read' = 'nothing';
  watchFolder(folder, (_event, name) => {
    const content = orGone(() => readFileSync(path.join(folder, name ?? ''), 'utf8'));
    const now = content === null ? 'nothing' : content === '' ? 'empty' : 'read';
    if (before === 'nothing' && now !== 'nothing') came += 1;
    if (before !== 'read' && now === 'read') read += 1;
    before = now;
  });
}

async function watchWithParcel(): Promise<void> {
  await parcel.subscribe(folder, (error, events) => {
    if (error !== null) throw error;
    came += events.filter(({ type }) => type === 'create').length;
  });
}

function watchWithChokidar(): Promise<void> {
  const watcher = watch(folder, what === 'chokidar-quick' ? { atomic: false } : {});
  watcher.on('add', () => (came += 1));
  return new Promise((resolve) => watcher.once('ready', resolve));
}
