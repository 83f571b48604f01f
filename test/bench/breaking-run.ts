import { lstatSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { account, type Account } from './breaking-account.ts';
import type { Method } from './breaking-methods.ts';
import { Locker, Stage, type LockType, type Volume } from './breaking-stage.ts';
import { addUp, type Sums } from './breaking-sums.ts';
import { OwnChild } from './own-child.ts';

/** One combination of all that is varied. */
export interface Combination {
  readonly volume: Volume;
  readonly type: LockType;
  readonly method: Method;
  /** Between check and act, us. */
  readonly delayUs: number;
}

export interface Result extends Account {
  /** What a breaker did, by how it ended. */
  readonly ends: Sums;
}

const lockers = 3;
const breakers = 2;
const pollMs = 100;
/** Longer than this without a break is no slowness any more, ms. */
const patienceMs = 20_000;
/** How long the last lock may take to be broken, ms. */
const lastMs = 5000;

/** So many breaks to a journal: whoever comes too late reads all of it. */
const mostAtOnce = 650;

/** Lets lockers and breakers have at it until so many locks are broken, in rounds of which each has a journal of its own. */
export async function stress(combination: Combination, breaks: number): Promise<Result> {
  const rounds = Math.ceil(breaks / mostAtOnce);
  const results: Result[] = [];
  while (results.length < rounds) results.push(await stressOnce(combination, Math.ceil(breaks / rounds)));
  return results.reduce(together);
}

async function stressOnce({ volume, type, method, delayUs }: Combination, breaks: number): Promise<Result> {
  const stage = new Stage(volume, type);
  const children = Array.from({ length: breakers }, () => new OwnChild('breaking-breaker.ts', [method, stage.lock, String(delayUs), stage.state]));
  const running = Array.from({ length: lockers }, (_, i) => new Locker(stage, i));
  const count = async (order: string): Promise<Sums> => addUp(await Promise.all(children.map((child) => child.ask(order))));
  await count('break');
  await untilBroken(() => count('count'), breaks);
  stage.stop();
  await Promise.all(running.map((locker) => locker.ended()));
  await untilFree(stage.lock);
  const ends = await count('stop');
  for (const child of children) await child.end();
  const result = { ...account(stage, lockers), ends };
  stage.clear();
  return result;
}

function together(a: Result, b: Result): Result {
  return {
    acquired: a.acquired + b.acquired,
    killed: a.killed + b.killed,
    violations: a.violations + b.violations,
    disturbed: addUp([a.disturbed, b.disturbed]),
    broken: a.broken + b.broken,
    returned: a.returned + b.returned,
    keptApart: a.keptApart + b.keptApart,
    lost: a.lost + b.lost,
    oddities: [...a.oddities, ...b.oddities],
    ends: addUp([a.ends, b.ends]),
  };
}

/** Also returns when nothing happens any more: then something stands there that nobody can judge, which the account tells. */
async function untilBroken(count: () => Promise<Sums>, breaks: number): Promise<void> {
  let last = { broken: 0, at: performance.now() };
  while (last.broken < breaks && performance.now() - last.at < patienceMs) {
    await pause(pollMs);
    const broken = (await count()).get('broken') ?? 0;
    if (broken > last.broken) last = { broken, at: performance.now() };
  }
}

async function untilFree(lock: string): Promise<void> {
  const deadline = performance.now() + lastMs;
  while (lstatSync(lock, { throwIfNoEntry: false }) !== undefined && performance.now() < deadline) await pause(pollMs);
}
