/** Another watcher alone on a folder: `chokidar`, `chokidar-quick` or `parcel`. The order `count` answers how often it told that something came since the last count. */
import parcel from '@parcel/watcher';
import { watch } from 'chokidar';
import { obey } from './own-child.ts';

const [what = '', folder = ''] = process.argv.slice(2);
let came = 0;

const ready = what === 'parcel' ? watchWithParcel() : watchWithChokidar();

obey(async (order) => {
  await ready;
  const count = came;
  if (order === 'count') came = 0;
  return count;
});

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
