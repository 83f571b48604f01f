import { parentPort, workerData } from 'node:worker_threads';
import * as core from '../index.ts';
import { messageOf } from '../../base/errors.ts';
import { ScenarioError } from '../model/scenario-error.ts';
import { carryOut } from './carry-out.ts';
import { plainMessage } from './error-text.ts';
import { located } from './load/located.ts';
import { Sources } from './load/sources.ts';
import type { FromThread, Task } from './protocol.ts';
import { Pulse } from './pulse.ts';

/** The thread in which scenarios run: users' code does not get to the thread that asks. */
const port = parentPort;
if (port === null) throw new Error('This module is the main module of a worker thread; start it with ThreadedLab.');

const tell = (message: FromThread): void => port.postMessage(message);
const pulseBuffer: SharedArrayBuffer = workerData;
const pulse = new Pulse(pulseBuffer);

port.on('message', (task: Task) => {
  pulse.beat();
  try {
    tell({ type: 'answered', answer: carryOut(task, new Sources(core), pulse, tell) });
  } catch (error) {
    const about = task.is === 'catalog' ? task.file : task.variant.file;
    const failure = located(error, `This scenario cannot be run: ${messageOf(error)}`, about === null ? null : { file: about, line: 1, column: 1 });
    tell({ type: 'failed', message: plainMessage(failure), place: failure.place });
    if (!(error instanceof ScenarioError) && process.env['LOCKSCOPE_DEBUG'] && error instanceof Error) console.error(error.stack);
  }
});
