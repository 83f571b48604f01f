import { parentPort } from 'node:worker_threads';
import { LockStream } from '../../system/linux/lock-stream.ts';
import { threadTime } from '../../system/linux/lock-stream-time.ts';
import { Budget } from './budget.ts';
import { KernelSampler } from './kernel-sampler.ts';
import { Pace } from './pace.ts';
import { SamplerLoop } from './sampler-loop.ts';
import type { FromSampler, ToSampler } from './sampler-protocol.ts';

/** The thread that looks at the kernel's locks, up to two thousand times a second. */
const port = parentPort;
if (port === null) throw new Error('This module is the main module of a worker thread; start it with ThreadedSampler.');

const tell = (message: FromSampler): void => port.postMessage(message);

const stream = LockStream.open();
if (stream === null) tell({ type: 'blind' });
else {
  // Where the kernel does not count what a thread takes, all of the process's threads count.
  const spent = threadTime() ?? (() => sum(process.cpuUsage()));
  const pace = new Pace(new Budget(spent, performance.now()));
  listen(new SamplerLoop(new KernelSampler(stream), pace, (happenings) => tell({ type: 'happened', happenings })));
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

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
