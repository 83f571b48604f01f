import type { Progress } from '../../src/race/model/choice.ts';
import type { Finding, Method } from '../../src/race/model/finding.ts';
import { grouped, say } from './say.ts';

/** A number with its name, and what it means. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly help: string;
}

/** What an exploration has come to. */
export function figuresOf({ executions, states, transitions, interleavings }: Finding): readonly Figure[] {
  return [...reduction(executions, interleavings), ...progressFigures({ executions, states, transitions })];
}

/** The same while it goes on. @param seconds that it has taken */
export function runningFigures(progress: Progress | null, method: Method | null, seconds: number): readonly Figure[] {
  if (progress === null) return [];
  const left = timeLeft(progress, method, seconds);
  const rate: Figure = { name: say('rate'), value: grouped(roundedRate(progress.transitions, seconds)), help: say('transitionsHelp') };
  return [...progressFigures(progress), ...(seconds < 1 ? [] : [rate]), ...(left === null ? [] : [{ name: say('timeLeft'), value: `${left} s`, help: say('timeLeftHelp') }])];
}

/** Of a search whose length is known: which part of it is done, 0 to 1. */
export function shareDone({ executions }: Progress, method: Method | null): number | null {
  return method?.is === 'chance' ? Math.min(executions / method.runs, 1) : null;
}

/** In seconds; null when nobody can know. */
export function timeLeft(progress: Progress, method: Method | null, seconds: number): number | null {
  const share = shareDone(progress, method);
  return share === null || share === 0 || seconds < 1 ? null : Math.ceil((seconds / share) * (1 - share));
}

/** "47×", with one digit behind the point below ten. */
export function factorOf(interleavings: string, executions: number): string {
  const tenths = (BigInt(interleavings) * 10n) / BigInt(Math.max(executions, 1));
  return tenths < 100n ? `${tenths / 10n}${tenths % 10n === 0n ? '' : `.${tenths % 10n}`}` : largeNumber(tenths / 10n);
}

/** Digits as long as a person reads them, else a power of ten. */
export function largeNumber(value: bigint): string {
  const digits = value.toString();
  return digits.length <= 12 ? grouped(value) : `${digits[0]}.${digits.slice(1, 3)} × 10${superscript(digits.length - 1)}`;
}

function superscript(value: number): string {
  return String(value).replaceAll(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');
}

function reduction(executions: number, interleavings: string | null): readonly Figure[] {
  if (interleavings === null) return [];
  return [
    { name: say('interleavings'), value: largeNumber(BigInt(interleavings)), help: say('interleavingsHelp') },
    ...(executions === 0 ? [] : [{ name: say('reduction'), value: say('times', { factor: factorOf(interleavings, executions) }), help: say('reductionHelp') }]),
  ];
}

function progressFigures({ executions, states, transitions }: Progress): readonly Figure[] {
  return [
    ...(executions > 0 ? [{ name: say('executions'), value: grouped(executions), help: say('executionsHelp') }] : []),
    ...(states > 0 ? [{ name: say('states'), value: grouped(states), help: say('statesHelp') }] : []),
    { name: say('transitions'), value: grouped(transitions), help: say('transitionsHelp') },
  ];
}

function roundedRate(transitions: number, seconds: number): number {
  const rate = transitions / Math.max(seconds, 0.001);
  return rate > 1000 ? Math.round(rate / 1000) * 1000 : Math.round(rate);
}
