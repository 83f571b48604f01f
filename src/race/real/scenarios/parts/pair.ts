import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { number, record } from '../../../../base/json.ts';
import type { History } from '../../figures/history.ts';
import type { Plain, Verdict } from '../../scenario.ts';
import { CounterFile } from '../counter/counter-file.ts';
import { judgeCounter } from '../counter/judge.ts';

const sides = ['left', 'right'] as const;
export type Side = (typeof sides)[number];

/** Two files that hold the same number, each whole at every moment; the pair is so only to those who are alone with it. */
export class Pair {
  readonly left: CounterFile;
  readonly right: CounterFile;

  /** @param writer a name that nobody else writes under */
  constructor(folder: string, writer: string) {
    this.left = new CounterFile(path.join(folder, 'left'), writer);
    this.right = new CounterFile(path.join(folder, 'right'), writer);
  }

  static make(folder: string): Pair {
    for (const side of sides) mkdirSync(path.join(folder, side));
    const pair = new Pair(folder, 'runner');
    pair.write(0);
    return pair;
  }

  write(value: number): void {
    this.left.write(value);
    this.right.write(value);
  }

  final(): Plain {
    return { left: this.left.read(), right: this.right.read() };
  }
}

/** Looks whether both hold what was written, where each write adds one. */
export function judgePair(history: History, final: Plain): readonly Verdict[] {
  const left = number(record(final)['left']);
  const right = number(record(final)['right']);
  const differ: Verdict = { kind: 'torn', times: 1, explanation: `In the end the left file holds ${left} and the right one ${right}.`, around: [] };
  return [...(left === right ? [] : [differ]), ...judgeCounter(history, left)];
}
