import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Stage, type Volume } from './breaking-stage.ts';
import type { Figures } from './breaking-words.ts';
import { addUp } from './breaking-sums.ts';
import { OwnChild } from './own-child.ts';

const lockers = 3;
const pollMs = 50;
/** What is not done by then is left out, ms. */
const patienceMs = 180_000;

/** The same with proper-lockfile's own locks, which whoever wants them next breaks when they are stale. */
export async function properStress(volume: Volume, delayUs: number, breaks: number): Promise<Figures> {
  const stage = new Stage(volume, 'folder');
  const file = path.join(stage.workspace, 'job');
  const log = stage.log(0);
  const running = Array.from({ length: lockers }, () => keepHolding(stage, () => new OwnChild('breaking-proper-child.ts', [file, stage.witness, log, stage.stopMark, String(delayUs)])));
  const count = (what: string): number => notesIn(log).filter(([noted]) => noted === what).length;
  const deadline = performance.now() + patienceMs;
  while (count('B') < breaks && performance.now() < deadline) await pause(pollMs);
  stage.stop();
  await Promise.all(running);
  const disturbed = addUp(notesIn(log).map(([what, code = '']) => (what === 'C' ? { 'told as compromised': 1 } : what === 'R' && code !== '0' ? { [code]: 1 } : {})));
  const figures = { acquired: count('A'), killed: count('K'), violations: count('V'), broken: count('B'), disturbed, lost: 0, oddities: [], ends: new Map<string, number>() };
  stage.clear();
  return figures;
}

/** Whenever one has killed itself the next goes on, which is ready by then. */
async function keepHolding(stage: Stage, start: () => OwnChild): Promise<void> {
  let next = start();
  while (!existsSync(stage.stopMark)) {
    const current = next;
    next = start();
    await current.ask('hold').catch(() => null);
    await current.end();
  }
  await next.end();
}

function notesIn(log: string): string[][] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8').split('\n').map((line) => line.split(' '));
}
