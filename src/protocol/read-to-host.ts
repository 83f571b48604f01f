import { oneOf, record, string } from '../base/json.ts';
import type { ToHost } from './contention.ts';

const kinds = ['ready', 'explain', 'show-holder', 'copy', 'open-as-text', 'failed'] as const;

/** What the page may put on the clipboard or into a message, characters. */
const longest = 100_000;

/** What a page tells. @throws SyntaxError when it is none of our messages */
export function readToHost(value: unknown): ToHost {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'explain':
    case 'show-holder':
      return { is, lock: bounded(fields['lock']) };
    case 'copy':
      return { is, text: bounded(fields['text']) };
    case 'failed':
      return { is, message: bounded(fields['message']) };
    case 'ready':
    case 'open-as-text':
      return { is };
  }
}

function bounded(value: unknown): string {
  const text = string(value);
  if (text.length > longest) throw new SyntaxError('not a text of that length');
  return text;
}
