import { parentPort } from 'node:worker_threads';
import { LockStream } from '../../system/linux/lock-stream.ts';
import { KernelSampler } from './kernel-sampler.ts';
import { SamplerLoop } from './sampler-loop.ts';
import type { FromSampler, ToSampler } from './sampler-protocol.ts';

/** The thread that looks at the kernel's locks, up to two thousand times a second. */
const port = parentPort;
if (port === null) throw new Error('This module is the main module of a worker thread; start it with ThreadedSampler.');

const tell = (message: FromSampler): void => port.postMessage(message);

const stream = LockStream.open();
if (stream === null) tell({ type: 'blind' });
else listen(new SamplerLoop(new KernelSampler(stream), (happenings) => tell({ type: 'happened', happenings })));

function listen(loop: SamplerLoop): void {
  port?.on('message', (message: ToSampler) => {
    switch (message.type) {
      case 'roots':
        return loop.setRoots(message.roots);
      case 'wake':
        return loop.wake();
      case 'watched':
        return loop.setWatched(message.isWatched);
    }
  });
}
