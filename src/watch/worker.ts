import { parentPort } from 'node:worker_threads';
import { systemClock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import { createMachine } from '../system/this-machine.ts';
import { Delivery } from './delivery.ts';
import { LiveInventory } from './live-inventory.ts';
import { MemoryKeeper } from './memory-keeper.ts';
import type { FromWorker, Question, ToWorker } from './worker-protocol.ts';

/**
 * The thread in which the inventory lives: it looks at folders and processes synchronously, which
 * must not hold up the editor, and the editor must not hold up its look at a quick lock.
 */
const port = parentPort;
if (port === null) throw new Error('This module is the main module of a worker thread; start it with startInventory().');

const inventory = new LiveInventory(createMachine(), systemClock);
const tell = (message: FromWorker): void => port.postMessage(message);
const delivery = new Delivery((changes) => tell({ type: 'changed', changes }));
const keeper = new MemoryKeeper(() => inventory.memory, (memory) => tell({ type: 'remember', memory }));

inventory.onDidChange((changes) => {
  delivery.push(changes);
  keeper.wake();
});
inventory.onDidChangeTroubles((troubles) => tell({ type: 'troubles', troubles }));

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'more':
      return delivery.next();
    case 'recall':
      return inventory.recall(message.memory);
    default:
      return reply(message);
  }
});

function reply(question: Question): void {
  answer(question)
    .then(async (lock) => {
      // Who asks for all locks finds them all when the answer comes.
      await delivery.whenDelivered();
      tell({ type: 'answered', id: question.id, lock });
    })
    .catch((error: unknown) => tell({ type: 'failed', id: question.id, message: messageOf(error) }));
}

async function answer(question: Question): ReturnType<typeof inventory.inspect> {
  switch (question.type) {
    case 'roots':
      await inventory.setRoots(question.roots);
      return null;
    case 'kinds':
      await inventory.setCustomKinds(question.definitions);
      return null;
    case 'refresh':
      await inventory.refresh();
      return null;
    case 'inspect':
      return inventory.inspect(question.path);
  }
}
