import type { CatalogStrategy } from '../race/real/catalog.ts';
import { maskedSentence } from '../race/real/export/masked.ts';
import { actorsText, countText } from '../race/real/export/run-words.ts';
import type { RealLab, RunProgress } from '../race/real/lab.ts';
import type { RunRequest } from '../race/real/request.ts';
import { requestsOf, runSeveral, type RunOutcome } from '../race/real/several.ts';
import { ProgressLine } from './progress-line.ts';
import { withRealLab } from './race-run-lab.ts';
import { choose } from './race-run-choice.ts';
import { reportOf } from './race-run-report.ts';
import { readRun, type RunWords } from './race-run-words.ts';
import { exitCodes, printable, warn } from './terminal.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** `lockscope race run SCENARIO ...`: measures strategies on this machine. Ctrl+C ends what runs, and prints what was measured until then. */
export async function runVerb(words: readonly string[]): Promise<number> {
  const asked = readRun(words, process.env);
  return withRealLab(async (lab) => (await untilInterrupted((signal) => runAsked(lab, asked, signal))) ?? exitCodes.interrupted);
}

/** Runs what was asked for, and prints what came of it. @returns the exit code */
export async function runAsked(lab: RealLab, { plan, output }: RunWords, signal: AbortSignal): Promise<number> {
  const { scenario, strategies } = choose(await lab.catalog(plan.servers), plan);
  const missing = strategies.filter(tellMissing);
  const here = strategies.filter((strategy) => !missing.includes(strategy));
  const isOne = strategies.length * plan.actors.length === 1;
  const outcomes = await measure(lab, requestsOf({ ...plan, strategies: here.map(({ name }) => name) }), signal);
  const results = outcomes.flatMap((outcome) => (outcome.is === 'measured' ? [outcome.result] : []));
  if (results.length > 0 || (!isOne && here.length > 0)) process.stdout.write(reportOf(results, output, isOne, scenario));
  if (signal.aborted) return exitCodes.interrupted;
  const isWell = missing.length === 0 && results.length === outcomes.length && results.every(({ asClaimed }) => asClaimed);
  return isWell ? exitCodes.done : exitCodes.failed;
}

/** Says what a strategy lacks that cannot run here. */
export function tellMissing({ name, availability }: Pick<CatalogStrategy, 'name' | 'availability'>): boolean {
  if (availability.is === 'here') return false;
  warn(`lockscope: ${name} cannot run here. ${printable(availability.what)} ${printable(availability.how)}`);
  return true;
}

/** Measures one run after the other, says how far they are on a terminal, and what could not be measured. */
export async function measure(lab: Pick<RealLab, 'run'>, requests: readonly RunRequest[], signal: AbortSignal): Promise<readonly RunOutcome[]> {
  const line = new ProgressLine();
  const named = (at: number): string => `${requests.length > 1 ? `${at + 1} of ${requests.length}: ` : ''}${nameOf(requests[at])}`;
  try {
    return await runSeveral(lab, requests, {
      onStart: (at) => line.show(named(at)),
      onProgress: (at, progress) => line.show(`${named(at)}: ${signal.aborted ? 'ending' : progressWords(progress)}`),
      onEnd: (_at, outcome) => {
        line.clear();
        if (outcome.is === 'failed') warn(`lockscope: ${nameOf(outcome.request)}: ${printable(maskedSentence(outcome.message, outcome.request).replaceAll(/\s*\n\s*/g, ' '))}`);
      },
    }, signal);
  } finally {
    line.clear();
  }
}

function nameOf(request: RunRequest | undefined): string {
  return request === undefined ? '' : `${request.scenario}/${request.strategy}, ${actorsText(request.actors)}`;
}

const phaseWords: Readonly<Record<Exclude<RunProgress['phase'], 'running'>, string>> = { servers: 'starting its servers', actors: 'starting its actors', ending: 'ending', judging: 'judging' };

function progressWords({ phase, operations, leftMs }: RunProgress): string {
  if (phase !== 'running') return phaseWords[phase];
  return `${countText(operations)} ${operations === 1 ? 'operation' : 'operations'}${leftMs === null ? '' : `, ${Math.ceil(leftMs / 1000)} s left`}`;
}
