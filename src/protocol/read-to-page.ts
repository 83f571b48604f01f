import { list, number, oneOf, orNull, record, string } from '../base/json.ts';
import type { Actor, LockName } from '../contention/model.ts';
import type { DeadlockNotice, Folder, Source, ToPage } from './contention.ts';
import { wordKeys, type ContentionWords } from './contention-words.ts';
import { readColumns } from './read-columns.ts';

const kinds = ['start', 'spans', 'loaded', 'deadlocks', 'trouble', 'select'] as const;

/** What the page has been sent before. */
export interface Known {
  readonly locks: number;
  readonly actors: number;
}

/** What the host tells. @throws SyntaxError when it is none of our messages */
export function readToPage(value: unknown, known: Known): ToPage {
  const fields = record(value);
  const is = oneOf(kinds, fields['is']);
  switch (is) {
    case 'start':
      return { is, source: readSource(fields['source']), now: number(fields['now']), mostSpans: number(fields['mostSpans']), folders: list(fields['folders'], readFolder), words: readWords(fields['words']), language: string(fields['language']) };
    case 'spans': {
      const locks = list(fields['locks'], readLock);
      const actors = list(fields['actors'], readActor);
      return { is, locks, actors, columns: readColumns(fields['columns'], { locks: known.locks + locks.length, actors: known.actors + actors.length }) };
    }
    case 'deadlocks':
      return { is, deadlocks: list(fields['deadlocks'], readDeadlock) };
    case 'trouble':
      return { is, sentence: string(fields['sentence']) };
    case 'select':
      return { is, lock: string(fields['lock']) };
    case 'loaded':
      return { is };
  }
}

function readFolder(value: unknown): Folder {
  const fields = record(value);
  return { name: string(fields['name']), path: string(fields['path']) };
}

function readSource(value: unknown): Source {
  const fields = record(value);
  const is = oneOf(['live', 'trace'], fields['is']);
  return is === 'live' ? { is } : { is, name: string(fields['name']), path: string(fields['path']) };
}

function readWords(value: unknown): ContentionWords {
  const fields = record(value);
  const words: Record<string, string> = {};
  for (const key of wordKeys) words[key] = string(fields[key]);
  return asWords(words);
}

function asWords(words: Record<string, string>): ContentionWords {
  if (isWords(words)) return words;
  throw new SyntaxError('not the words of the page');
}

function isWords(words: Record<string, string>): words is Record<string, string> & ContentionWords {
  return wordKeys.every((key) => key in words);
}

function readLock(value: unknown): LockName {
  const fields = record(value);
  return { path: string(fields['path']), resource: string(fields['resource']), kind: string(fields['kind']), title: string(fields['title']) };
}

function readActor(value: unknown): Actor {
  const fields = record(value);
  return { pid: orNull(fields['pid'], number), startMark: orNull(fields['startMark'], string), command: orNull(fields['command'], string) };
}

function readDeadlock(value: unknown): DeadlockNotice {
  const fields = record(value);
  return { sentence: string(fields['sentence']), locks: list(fields['locks'], string) };
}
