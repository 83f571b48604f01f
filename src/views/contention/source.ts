import type { Event } from '../../base/emitter.ts';
import type { Text } from '../../base/text.ts';
import type { Troubles } from '../../contention/contention-watch.ts';
import type { History } from '../../contention/history.ts';
import type { LockName, Span } from '../../contention/model.ts';
import type { Source } from '../../protocol/contention.ts';

/** What a page shows: this window's history, or a trace. */
export interface PageSource {
  readonly source: Source;
  readonly spans: readonly Span[];
  /** Those that last. */
  readonly open: readonly Span[];
  readonly locks: readonly LockName[];
  lock(path: string): LockName | undefined;
  readonly onDidChange: Event<readonly Span[]>;
  /** Why not all is seen that could be; null while it is. */
  readonly trouble: Text | null;
  readonly onDidGetTrouble: Event<Text>;
}

const noTroubles: Troubles = { trouble: null, onDidGetTrouble: () => ({ dispose: () => undefined }) };

/** This window's history as it goes on. */
export function liveSource(history: History, troubles: Troubles = noTroubles): PageSource {
  return {
    source: { is: 'live' },
    get spans() {
      return history.spans;
    },
    get open() {
      return history.open;
    },
    get locks() {
      return history.locks;
    },
    lock: (path) => history.lock(path),
    onDidChange: history.onDidChange,
    get trouble() {
      return troubles.trouble;
    },
    onDidGetTrouble: troubles.onDidGetTrouble,
  };
}

/** What somebody exported. It does not change. */
export function traceSource(trace: { readonly locks: readonly LockName[]; readonly spans: readonly Span[] }, name: string, path: string): PageSource {
  const locks = new Map(trace.locks.map((lock) => [lock.path, lock]));
  return {
    source: { is: 'trace', name, path },
    spans: trace.spans,
    open: trace.spans.filter(({ to }) => to === null),
    locks: trace.locks,
    lock: (lockPath) => locks.get(lockPath),
    onDidChange: () => ({ dispose: () => undefined }),
    ...noTroubles,
  };
}
