import { list, number, oneOf, orNull, record, string } from '../../../base/json.ts';
import type { RealCatalog } from '../catalog.ts';
import type { RunProgress } from '../lab.ts';
import { readRealCatalog } from '../read-catalog.ts';
import { resultFrom } from '../read-result.ts';
import { requestFrom, type GivenServers, type RunRequest } from '../request.ts';
import type { RunResult } from '../result.ts';

/** What a runner is asked for, as one line of JSON. */
export type Asked = { readonly is: 'catalog'; readonly servers: GivenServers } | { readonly is: 'run'; readonly request: RunRequest };

/** What it tells, each as one line of JSON; the last is the answer. */
export type Told =
  | { readonly is: 'folder'; readonly folder: string }
  | { readonly is: 'progress'; readonly progress: RunProgress }
  | { readonly is: 'catalog'; readonly catalog: RealCatalog }
  | { readonly is: 'result'; readonly result: RunResult }
  /** `isExpected`: the message says what to do; else it is a mistake of ours. */
  | { readonly is: 'error'; readonly message: string; readonly isExpected: boolean };

/** @throws SyntaxError */
export function askedFrom(value: unknown): Asked {
  const fields = record(value);
  if (oneOf(['catalog', 'run'], fields['is']) === 'run') return { is: 'run', request: requestFrom(fields['request']) };
  const servers = record(fields['servers']);
  return { is: 'catalog', servers: { redis: list(servers['redis'], string), postgresql: orNull(servers['postgresql'], string) } };
}

/** @throws SyntaxError */
export function toldFrom(value: unknown): Told {
  const fields = record(value);
  switch (oneOf(['folder', 'progress', 'catalog', 'result', 'error'], fields['is'])) {
    case 'folder': return { is: 'folder', folder: string(fields['folder']) };
    case 'progress': return { is: 'progress', progress: progressFrom(fields['progress']) };
    case 'error': return { is: 'error', message: string(fields['message']), isExpected: fields['isExpected'] === true };
    case 'catalog': return { is: 'catalog', catalog: readRealCatalog(fields['catalog']) };
    case 'result': return { is: 'result', result: resultFrom(fields['result']) };
  }
}

function progressFrom(value: unknown): RunProgress {
  const fields = record(value);
  return {
    phase: oneOf(['servers', 'actors', 'running', 'ending', 'judging'], fields['phase']),
    operations: number(fields['operations']),
    elapsedMs: number(fields['elapsedMs']),
    leftMs: orNull(fields['leftMs'], number),
  };
}
