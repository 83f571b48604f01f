import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import type { ToPage } from './race.ts';
import { readFinding, readProgress, readScenario, readVariantId } from './race-finding.ts';
import { readPlace, readTrace } from './race-trace.ts';
import { raceWordKeys, type RaceWords } from './race-words.ts';

const kinds = ['start', 'catalog', 'measured', 'choose', 'progress', 'found', 'trace', 'source', 'refused'] as const;

/** What the host tells. @throws SyntaxError when it is none of our messages */
export function readRaceToPage(value: unknown): ToPage {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'start':
      return { is, words: readWords(fields['words']), language: string(fields['language']) };
    case 'catalog':
      return { is, file: orNull(fields['file'], string), scenarios: list(fields['scenarios'], readScenario) };
    case 'measured':
      return { is, scenarios: list(fields['scenarios'], string) };
    case 'choose':
      return { is, variant: readVariantId(fields['variant']), ...(fields['schedule'] === undefined ? {} : { schedule: string(fields['schedule']) }) };
    case 'progress':
      return { is, request: number(fields['request']), progress: readProgress(fields['progress']) };
    case 'found':
      return { is, request: number(fields['request']), finding: readFinding(fields['finding']) };
    case 'trace':
      return { is, request: number(fields['request']), trace: readTrace(fields['trace']) };
    case 'source':
      return { is, file: string(fields['file']), text: orNull(fields['text'], string) };
    case 'refused':
      return { is, request: number(fields['request']), message: string(fields['message']), place: orNull(fields['place'], readPlace) };
  }
}

function readWords(value: unknown): RaceWords {
  const fields = record(value);
  const words: Record<string, string> = {};
  for (const key of raceWordKeys) words[key] = string(fields[key]);
  if (isWords(words)) return words;
  throw new SyntaxError('not the words of the page');
}

function isWords(words: Record<string, string>): words is Record<string, string> & RaceWords {
  return raceWordKeys.every((key) => key in words);
}
