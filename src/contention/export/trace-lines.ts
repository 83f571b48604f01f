import { parsed, record, type Fields } from '../../base/json.ts';

/** Where the events begin in a trace of ours, which has each of them on a line of its own. */
const opening = '"traceEvents":[';
const closing = '\n]}';

/** A first line is no longer than this, bytes. */
const longestHead = 4096;

const newline = 10;

/** What a trace that is laid out in lines says before its events, and where these begin. null where it is laid out otherwise. */
export function headOf(file: Buffer): { readonly trace: Fields; readonly end: number } | null {
  const end = file.subarray(0, longestHead).indexOf(newline);
  const head = file.toString('utf8', 0, Math.max(end, 0));
  if (!head.endsWith(opening) || endOf(file) < end) return null;
  const trace = parsed(`${head}]}`, record);
  return trace === null ? null : { trace, end: end + 1 };
}

/** The events' lines from a place on, without what stands between them. */
export function* linesAfter(file: Buffer, begin: number): Generator<string> {
  const end = endOf(file);
  for (let at = begin; at < end; ) {
    const found = file.indexOf(newline, at);
    const next = found < 0 ? end : Math.min(found, end);
    const line = file.toString('utf8', at, next);
    yield line.endsWith(',') ? line.slice(0, -1) : line;
    at = next + 1;
  }
}

/** Where the events end; -1 where they do not end as ours do. */
function endOf(file: Buffer): number {
  const tail = file.toString('latin1', Math.max(file.length - 16, 0)).trimEnd();
  return tail.endsWith(closing) ? file.lastIndexOf(closing) : -1;
}
