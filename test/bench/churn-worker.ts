/** The inventory's thread, with a door for the bench: asked over its channel, it collects its garbage and tells its heap, bytes. */
import { BroadcastChannel } from 'node:worker_threads';
import '../../src/watch/worker.ts';

const channel = new BroadcastChannel('churn');
channel.addEventListener('message', (event) => {
  if (!('data' in event) || event.data !== 'heap') return;
  globalThis.gc?.();
  channel.postMessage(process.memoryUsage().heapUsed);
});
channel.unref();
