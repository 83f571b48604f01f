import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import type { RunProgress } from '../race/real/lab.ts';
import { resultFrom } from '../race/real/read-result.ts';
import { readRealCatalog } from '../race/real/read-catalog.ts';
import { readPlannedRun } from './race-runs-to-host.ts';
import { runsWordKeys, type RunsWords } from './race-runs-words.ts';
import type { ComparisonState, Earlier, RunsToPage, Standing } from './race-runs.ts';

const kinds = ['start', 'catalog', 'comparison', 'standing', 'over', 'kept', 'earlier', 'results', 'choose', 'trouble'] as const;
const standings = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
const phases = ['servers', 'actors', 'running', 'ending', 'judging'] as const;

/** What the host tells. @throws SyntaxError when it is none of our messages */
export function readRunsToPage(value: unknown): RunsToPage {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'start':
      return { is, words: readWords(fields['words']), language: string(fields['language']) };
    case 'catalog':
      return { is, catalog: readRealCatalog(fields['catalog']) };
    case 'comparison':
      return { is, comparison: orNull(fields['comparison'], readComparison) };
    case 'standing':
      return { is, id: string(fields['id']), at: number(fields['at']), standing: readStanding(fields['standing']), leftMs: orNull(fields['leftMs'], number) };
    case 'over':
      return { is, id: string(fields['id']) };
    case 'kept':
      return { is, id: string(fields['id']), kept: string(fields['kept']) };
    case 'earlier':
      return { is, list: list(fields['list'], readEarlier) };
    case 'results':
      return { is, id: string(fields['id']), results: list(fields['results'], resultFrom) };
    case 'choose':
      return { is, scenario: string(fields['scenario']) };
    case 'trouble':
      return { is, message: string(fields['message']) };
  }
}

function readComparison(value: unknown): ComparisonState {
  const fields = record(value);
  return {
    id: string(fields['id']),
    startedAt: string(fields['startedAt']),
    runs: list(fields['runs'], (each) => ({ request: readPlannedRun(record(each)['request']), standing: readStanding(record(each)['standing']) })),
    isRunning: fields['isRunning'] === true,
    leftMs: orNull(fields['leftMs'], number),
    kept: orNull(fields['kept'], string),
  };
}

function readStanding(value: unknown): Standing {
  const fields = record(value);
  const is = oneOf(standings, fields['is']);
  switch (is) {
    case 'waiting':
    case 'cancelled':
      return { is };
    case 'running':
      return { is, progress: orNull(fields['progress'], readProgress) };
    case 'done':
      return { is, result: resultFrom(fields['result']) };
    case 'failed':
      return { is, message: string(fields['message']) };
  }
}

function readProgress(value: unknown): RunProgress {
  const fields = record(value);
  return { phase: oneOf(phases, fields['phase']), operations: number(fields['operations']), elapsedMs: number(fields['elapsedMs']), leftMs: orNull(fields['leftMs'], number) };
}

function readEarlier(value: unknown): Earlier {
  const fields = record(value);
  return {
    id: string(fields['id']),
    at: string(fields['at']),
    scenarios: list(fields['scenarios'], string),
    strategies: list(fields['strategies'], string),
    actors: list(fields['actors'], number),
    runs: number(fields['runs']),
  };
}

function readWords(value: unknown): RunsWords {
  const fields = record(value);
  const words: Record<string, string> = {};
  for (const key of runsWordKeys) words[key] = string(fields[key]);
  if (isWords(words)) return words;
  throw new SyntaxError('not the words of the page');
}

function isWords(words: Record<string, string>): words is Record<string, string> & RunsWords {
  return runsWordKeys.every((key) => key in words);
}
