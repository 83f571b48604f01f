import type { RunRequest } from '../request.ts';
import { RealRunError } from '../lab.ts';
import type { RealScenario, Strategy } from '../scenario.ts';
import { atomicAppend } from './atomic-append/index.ts';
import { atomicWrite } from './atomic-write/index.ts';
import { counter } from './counter/index.ts';
import { logRotation } from './log-rotation/index.ts';
import { producerConsumer } from './producer-consumer/index.ts';
import { readWrite } from './read-write/index.ts';
import { semaphore } from './semaphore/index.ts';
import { sharedMemory } from './shared-memory/index.ts';
import { staleBreakers } from './stale-breakers/index.ts';
import { transactionLog } from './transaction-log/index.ts';
import { twoLocks } from './two-locks/index.ts';
import { transfer } from './transfer/index.ts';

/** What can be run for real, in the order in which it is shown. */
export const realScenarios: readonly RealScenario[] = [
  counter,
  sharedMemory,
  staleBreakers,
  transfer,
  transactionLog,
  atomicWrite,
  atomicAppend,
  logRotation,
  producerConsumer,
  semaphore,
  readWrite,
  twoLocks,
];

/** @throws RealRunError, with the names that there are */
export function scenarioNamed(name: string): RealScenario {
  const found = realScenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new RealRunError(`There is no real run named ${name}. There are ${realScenarios.map((scenario) => scenario.name).join(', ')}.`);
  return found;
}

/** @throws RealRunError, with the names that there are */
export function strategyOf({ scenario, strategy }: Pick<RunRequest, 'scenario' | 'strategy'>): Strategy {
  const { strategies } = scenarioNamed(scenario);
  const found = strategies.find(({ name }) => name === strategy);
  if (found === undefined) throw new RealRunError(`${scenario} has no strategy ${strategy}. There are ${strategies.map(({ name }) => name).join(', ')}.`);
  return found;
}
