import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { Span } from '../../contention/model.ts';
import type { Text } from '../../base/text.ts';
import type { DeadlockNotice, Folder, ToPage } from '../../protocol/contention.ts';
import type { ContentionWords } from '../../protocol/contention-words.ts';
import { SpanEncoder } from '../../protocol/span-columns.ts';
import type { PageSource } from './source.ts';

/** What changes is sent no more often than this, ms. */
const flushMs = 100;

/** So many spans are encoded in one turn of the event loop: 2 ms or so. */
const chunkSpans = 4096;

/** As many as a history keeps. */
const mostSpans = 100_000;

/** More locks and processes than these were named to a page: it starts over, and those that are history are forgotten. */
const mostNames = 200_000;

export interface FeedInput {
  readonly source: PageSource;
  readonly post: (message: ToPage) => void;
  /** Deadlocks among spans that last, in the user's language. */
  readonly deadlocks: (open: readonly Span[]) => readonly DeadlockNotice[];
  /** Puts a sentence into the user's language. */
  readonly localize: (sentence: Text) => string;
  readonly words: ContentionWords;
  readonly language: string;
  readonly folders: () => readonly Folder[];
  readonly clock: Clock;
  /** For tests; see mostNames. */
  readonly mostNames?: number;
}

/** Keeps one page up to date: sends it all at its start, and then what changes, in few messages. */
export class Feed implements Disposable {
  readonly #input: FeedInput;
  readonly #owned = new DisposableStore();
  #encoder: SpanEncoder;
  /** By id; null while the page is not there, which asks for all when it comes back. */
  #pending: Map<number, Span> | null = null;
  #run = 0;
  #timer: NodeJS.Timeout | null = null;
  /** What changes meanwhile has to come after what it was before. */
  #isLoading = false;
  #told = '[]';
  #mostNames = mostNames;

  constructor(input: FeedInput) {
    this.#input = input;
    this.#encoder = this.#newEncoder();
    this.#owned.add(input.source.onDidChange((spans) => this.#take(spans)));
    this.#owned.add(input.source.onDidGetTrouble(() => this.#tellTrouble()));
  }

  /** The page is there and knows nothing. Resolves when it has been sent all, or is gone. */
  async start(): Promise<void> {
    const { source, post, words, language, folders, clock } = this.#input;
    const run = ++this.#run;
    this.#stopTimer();
    const { spans } = source;
    this.#encoder = this.#newEncoder();
    this.#pending = new Map();
    this.#told = '[]';
    this.#isLoading = true;
    post({ is: 'start', source: source.source, now: clock.now(), mostSpans: Math.max(mostSpans, source.source.is === 'trace' ? spans.length : 0), folders: folders(), words, language });
    this.#tellTrouble();
    for (let at = 0; at < spans.length; at += chunkSpans) {
      post({ is: 'spans', ...this.#encoder.encode(spans.slice(at, at + chunkSpans)) });
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (run !== this.#run) return;
    }
    this.#isLoading = false;
    this.#mostNames = Math.max(this.#input.mostNames ?? mostNames, 2 * this.#encoder.size);
    post({ is: 'loaded' });
    this.#flush();
  }

  /** The page is gone. */
  stop(): void {
    this.#run += 1;
    this.#pending = null;
    this.#isLoading = false;
    this.#stopTimer();
  }

  dispose(): void {
    this.stop();
    this.#owned.dispose();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #newEncoder(): SpanEncoder {
    return new SpanEncoder((path) => this.#input.source.lock(path));
  }

  #take(spans: readonly Span[]): void {
    if (this.#pending === null) return;
    for (const span of spans) this.#pending.set(span.id, span);
    if (!this.#isLoading) this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  #flush(): void {
    this.#stopTimer();
    if (this.#pending === null) return;
    const changed = [...this.#pending.values()].sort((a, b) => a.id - b.id);
    this.#pending.clear();
    for (let at = 0; at < changed.length; at += chunkSpans) this.#input.post({ is: 'spans', ...this.#encoder.encode(changed.slice(at, at + chunkSpans)) });
    this.#tellDeadlocks();
    if (this.#encoder.size > this.#mostNames) this.#startOver();
  }

  #startOver(): void {
    this.start().catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  }

  #tellTrouble(): void {
    const { source, post, localize } = this.#input;
    if (this.#pending !== null && source.trouble !== null) post({ is: 'trouble', sentence: localize(source.trouble) });
  }

  #tellDeadlocks(): void {
    const deadlocks = this.#input.deadlocks(this.#input.source.open);
    const told = JSON.stringify(deadlocks);
    if (told === this.#told) return;
    this.#told = told;
    this.#input.post({ is: 'deadlocks', deadlocks });
  }
}
