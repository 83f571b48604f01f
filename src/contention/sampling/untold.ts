import type { Certainty, Happening, LockName } from '../model.ts';
import type { Presence } from './presence.ts';

interface Past {
  readonly presence: Presence;
  readonly from: number;
  readonly to: number;
  readonly certainty: Certainty;
}

/** A file that is not named after so long is not asked for any more, ms. */
const keptMs = 10_000;
const most = 2000;

/** Holds and waits that were over before it was known of what; told when their file is named after all. */
export class Untold {
  readonly #past = new Map<string, { lastAt: number; readonly spans: Past[] }>();
  #count = 0;

  /** @param now when it was seen to be over, ms since the epoch */
  keep(presence: Presence, span: Omit<Past, 'presence'>, now: number): void {
    this.#forget(now);
    if (this.#count >= most) return;
    const known = this.#past.get(presence.file) ?? { lastAt: now, spans: [] };
    known.lastAt = now;
    known.spans.push({ presence, ...span });
    this.#past.set(presence.file, known);
    this.#count++;
  }

  /** All that is kept of a file, as it is called. */
  take(file: string, lock: LockName): readonly Happening[] {
    const spans = this.#past.get(file)?.spans ?? [];
    this.#past.delete(file);
    this.#count -= spans.length;
    return spans.flatMap(({ presence: { key, is, actor, mode, blockers }, from, to, certainty }): Happening[] => [
      { is: 'began', key: `${key}@${from}`, lock, span: { is, actor, mode, from, certainty, blockers } },
      { is: 'ended', key: `${key}@${from}`, at: to, certainty },
    ]);
  }

  #forget(now: number): void {
    for (const [file, { lastAt, spans }] of this.#past) {
      if (now - lastAt < keptMs) continue;
      this.#past.delete(file);
      this.#count -= spans.length;
    }
  }
}
