import type { Choice } from './exploration.ts';
import type { Machine } from './machine/machine.ts';
import type { Move } from './machine/moves.ts';
import { ScenarioError } from './scenario-error.ts';

/**
 * A schedule as one short text: `counter-race/read-add-write@1f00ba55:abab`. Each letter is a step of that actor, in
 * the order in which the scenario names them; digits behind it choose among several outcomes; `!a` is a crash of the
 * first actor, `~a` a pause, `*` a loss of power and `.` a tick; what stands in brackets repeats for ever.
 */
export interface Schedule {
  readonly scenario: string;
  readonly variant: string;
  /** Of the scenario as it was. @see fingerprintOf */
  readonly fingerprint: string;
  readonly moves: string;
}

const scheduleForm = /^([a-z0-9-]+)\/([a-z0-9-]+)@([0-9a-f]{8}):([^:\s]*)$/;

/** @throws ScenarioError when it is no schedule */
export function readSchedule(text: string): Schedule {
  const [, scenario, variant, fingerprint, moves] = scheduleForm.exec(text.trim()) ?? [];
  if (scenario === undefined || variant === undefined || fingerprint === undefined || moves === undefined) {
    throw new ScenarioError(`"${text}" is no schedule. One looks like counter-race/read-add-write@1f00ba55:abab; copy it whole.`);
  }
  return { scenario, variant, fingerprint, moves };
}

export function writeSchedule({ scenario, variant, fingerprint, moves }: Schedule): string {
  return `${scenario}/${variant}@${fingerprint}:${moves}`;
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The moves of a schedule as text. */
export function writeMoves(machine: Machine, choices: readonly Choice[], loop: readonly Choice[] = []): string {
  const text = (all: readonly Choice[]): string => all.map((choice) => wordOf(machine, choice)).join('');
  return text(choices) + (loop.length > 0 ? `(${text(loop)})` : '');
}

function wordOf(machine: Machine, { move, way }: Choice): string {
  const what = machine.moves[move];
  if (what === undefined) throw new RangeError(`no move has the number ${move}`);
  return signOf(what) + (way > 0 ? String(way) : '');
}

/** The sign of a move in a schedule. */
export function signOf(move: Move): string {
  switch (move.is) {
    case 'step': return letters[move.actor] ?? '?';
    case 'crash': return `!${letters[move.actor] ?? '?'}`;
    case 'pause': return `~${letters[move.actor] ?? '?'}`;
    case 'power-loss': return '*';
    case 'tick': return '.';
  }
}

/**
 * The moves that a text stands for.
 * @throws ScenarioError when it names an actor or a fault that the scenario has not
 */
export function readMoves(machine: Machine, text: string): { readonly choices: readonly Choice[]; readonly loop: readonly Choice[] } {
  const [, before, loop] = /^([^()]*)(?:\(([^()]+)\))?$/.exec(text) ?? [];
  if (before === undefined) throw new ScenarioError(`"${text}" are no moves of a schedule. Copy the schedule whole.`);
  const signs = new Map(machine.moves.map((move, at) => [signOf(move), at]));
  const choices = (part: string): readonly Choice[] => (part.match(/[!~]?[a-zA-Z]\d*|[*.]\d*|./g) ?? []).map((word) => readWord(word, signs));
  return { choices: choices(before), loop: loop === undefined ? [] : choices(loop) };
}

function readWord(word: string, signs: ReadonlyMap<string, number>): Choice {
  const [, sign = '', way = ''] = /^(\D*)(\d*)$/.exec(word) ?? [];
  const move = signs.get(sign);
  if (move === undefined) throw new ScenarioError(`The schedule has "${word}", which nobody in this scenario does. Copy the schedule whole, or explore again.`);
  return { move, way: way === '' ? 0 : Number(way) };
}
