import type { MessagePort } from 'node:worker_threads';
import { toActor } from '../lines.ts';
import { Performer } from './performer.ts';
import { inLots, type FromThread, type ThreadStart } from './threads.ts';

/** One actor, as a thread. */
export async function performInThread({ order, actor, shared }: ThreadStart, port: MessagePort): Promise<void> {
  const work = toActor(JSON.parse(order));
  if (work.is !== 'work') throw new Error('A thread of a run was told nothing to do.');
  const post = (message: FromThread): void => port.postMessage(message);
  const performer = await Performer.open({ ...work, actor, shared });
  port.on('message', (message: unknown) => {
    const told = toActor(message);
    if (told.is === 'stop') performer.stop();
    if (told.is === 'go') performer.perform(told.deadline, lots.add).then(end, raise);
  });
  const lots = inLots(post);
  const end = (): void => {
    lots.rest();
    port.close();
  };
  post('ready');
}

/** Ends the thread with the error, which its process is told. */
function raise(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
