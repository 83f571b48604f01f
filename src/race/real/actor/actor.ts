// The process of one actor of a real run, of several as its threads, or of a helper. Told what to do by lines on its standard input.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { errnoCode, messageOf } from '../../../base/errors.ts';
import { RealRunError } from '../lab.ts';
import { onLines, toActor, type ToActor } from '../lines.ts';
import { setClockAhead } from './faults.ts';
import { helpers } from './helpers.ts';
import { Meter } from './meter.ts';
import { Performer } from './performer.ts';
import { tell } from './tell.ts';
import { performInThread } from './thread.ts';
import { Threads, type ThreadStart } from './threads.ts';

/** What a process does once it is let go. */
interface Part {
  perform(deadline: number | null): Promise<void>;
  stop(): void;
}

const meter = new Meter();

/** What an error of a strategy says is for users; of any other they are told where it was. */
function fail(error: unknown): never {
  const isExpected = error instanceof RealRunError || errnoCode(error) !== undefined;
  tell({ is: 'failed', message: isExpected ? messageOf(error) : `An actor failed. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  process.exit(1);
}

async function begin(order: Extract<ToActor, { is: 'work' }>): Promise<Part> {
  const [actor = 0] = order.actors;
  if (order.threads) return Threads.open(order, meter);
  if (order.request.faults.clockOffsetMs !== 0 && actor % 2 === 1) setClockAhead(order.request.faults.clockOffsetMs);
  const performer = await Performer.open({ ...order, actor, shared: null });
  return { perform: (deadline) => performer.perform(deadline, () => meter.add()), stop: () => performer.stop() };
}

/** Serves until it is stopped. */
async function help({ role, folder, config }: Extract<ToActor, { is: 'help' }>): Promise<Part> {
  const serve = helpers[role];
  if (serve === undefined) throw new Error(`There is no helper ${role}.`);
  const helper = await serve({ folder, config });
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    perform: async () => {
      await stopped;
      await helper.close();
    },
    stop,
  };
}

function listen(): void {
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  let part: Part | null = null;
  const act = async (message: ToActor): Promise<void> => {
    switch (message.is) {
      case 'work':
      case 'help':
        part = await (message.is === 'work' ? begin(message) : help(message));
        return tell({ is: 'ready' });
      case 'go':
        meter.start();
        await part?.perform(message.deadline);
        meter.done();
        return process.exit(0);
      case 'stop': return part?.stop();
    }
  };
  // The runner is gone when there is no more to be read: nobody works on without it.
  onLines(process.stdin, toActor, (message) => void act(message).catch(fail), (line) => fail(new Error(`This is no message: ${line}`)), () => process.exit(1));
}

if (isMainThread) {
  listen();
} else {
  const start: ThreadStart = workerData;
  if (parentPort !== null) await performInThread(start, parentPort);
}
