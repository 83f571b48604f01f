import { number, oneOf, orNull, record, string } from '../base/json.ts';
import type { RunRequest, TextRequest, ToHost } from './race.ts';
import { readFinding, readMethod, readVariantId } from './race-finding.ts';
import { readOption, readPlace } from './race-trace.ts';

const kinds = ['ready', 'catalog', 'explore', 'cancel', 'run', 'source', 'measure', 'open-place', 'copy', 'open-as-text', 'titled', 'failed'] as const;

/** What the page may put on the clipboard or into a message, characters. */
const longest = 100_000;

/** What the page tells. @throws SyntaxError when it is none of our messages */
export function readRaceToHost(value: unknown): ToHost {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'ready':
      return { is };
    case 'catalog':
      return { is, request: number(fields['request']), file: orNull(fields['file'], bounded) };
    case 'explore':
      return { is, request: number(fields['request']), variant: readVariantId(fields['variant']), method: orNull(fields['method'], readMethod) };
    case 'cancel':
      return { is, request: number(fields['request']) };
    case 'run':
      return { is, request: number(fields['request']), run: readRun(fields['run']) };
    case 'source':
      return { is, file: bounded(fields['file']) };
    case 'measure':
      return { is, scenario: bounded(fields['scenario']) };
    case 'open-place':
      return { is, place: readPlace(fields['place']) };
    case 'copy':
      return { is, text: bounded(fields['text']) };
    case 'open-as-text':
      return { is, text: readTextRequest(fields['text']) };
    case 'titled':
      return { is, title: orNull(fields['title'], bounded) };
    case 'failed':
      return { is, message: bounded(fields['message']) };
  }
}

/** @throws SyntaxError when it is none of ours: it also comes from the address of a page that is kept */
export function readTextRequest(value: unknown): TextRequest {
  const fields = record(value);
  return { variant: readVariantId(fields['variant']), schedule: orNull(fields['schedule'], bounded), finding: orNull(fields['finding'], readFinding) };
}

function readRun(value: unknown): RunRequest {
  const fields = record(value);
  return { variant: readVariantId(fields['variant']), schedule: orNull(fields['schedule'], bounded), keep: orNull(fields['keep'], number), move: orNull(fields['move'], readOption) };
}

function bounded(value: unknown): string {
  const text = string(value);
  if (text.length > longest) throw new SyntaxError('not a text of that length');
  return text;
}
