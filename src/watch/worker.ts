import { parentPort } from 'node:worker_threads';
import { systemClock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { createMachine } from '../system/this-machine.ts';
import { LiveInventory } from './live-inventory.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/**
 * The thread in which the inventory lives: it looks at folders and processes synchronously, which
 * must not hold up the editor, and the editor must not hold up its look at a quick lock.
 */
const port = parentPort;
if (port === null) throw new Error('This module is the main module of a worker thread; start it with startInventory().');

const inventory = new LiveInventory(createMachine(), systemClock);
const tell = (message: FromWorker): void => port.postMessage(message);

inventory.onDidChange((changes) => tell({ type: 'changed', changes }));
inventory.onDidChangeTroubles((troubles) => tell({ type: 'troubles', troubles }));

port.on('message', (message: ToWorker) => {
  answer(message).then(
    (lock) => tell({ type: 'answered', id: message.id, lock }),
    (error: unknown) => tell({ type: 'failed', id: message.id, message: messageOf(error) }),
  );
});

async function answer(message: ToWorker): ReturnType<typeof inventory.inspect> {
  switch (message.type) {
    case 'roots':
      await inventory.setRoots(message.roots);
      return null;
    case 'refresh':
      await inventory.refresh();
      return null;
    case 'inspect':
      return inventory.inspect(message.path);
  }
}
