import { Journal } from '../../../../src/breaking/journal.ts';
import type { JournalEntry } from '../../../../src/breaking/journal-entry.ts';
import type { Intent } from '../../../../src/breaking/intent.ts';
import { Pending, type PendingAct } from '../../../../src/breaking/pending.ts';
import { Quarantine } from '../../../../src/breaking/quarantine.ts';
import { canonical, type Files } from './files.ts';

/** The one folder of the modelled quarantine. */
const place = '/q';

type Hear = (result: string) => void;

/** Stands in for the product's class: the entries in memory, the artifacts in them in the modelled file system. */
export class MemoryQuarantine extends Quarantine {
  readonly #entries = new Map<string, Intent | null>();
  readonly #lines = new Map<string, string>();
  readonly #files: Files;
  readonly #hear: Hear;

  constructor(files: Files, hear: Hear) {
    super('/model');
    this.#files = files;
    this.#hear = hear;
  }

  override placesFor(): readonly string[] {
    return [place];
  }

  override open(entry: string): void {
    this.#entries.set(canonical(entry), null);
  }

  override record(entry: string, intent: Intent): void {
    this.#entries.set(canonical(entry), intent);
    this.#lines.set(canonical(entry), shown([intent.method, intent.placeholder, intent.renamedTo, intent.artifacts]));
  }

  override intentOf(entry: string): Intent | null {
    const key = canonical(entry);
    this.#hear(this.#lines.get(key) ?? 'no intent');
    return this.#entries.get(key) ?? null;
  }

  override discard(entry: string): void {
    const key = canonical(entry);
    if (this.#files.all().some(([path]) => path.startsWith(`${key}/`))) return;
    this.#entries.delete(key);
    this.#lines.delete(key);
  }

  /** For whoever asks outside of any program. */
  get folders(): readonly string[] {
    return [...this.#entries.keys()];
  }

  key(): string {
    return [...this.#entries.keys()].map((entry) => `${entry}:${this.#lines.get(entry) ?? ''}`).sort().join();
  }
}

/** Stands in for the product's class: the acts in memory. */
export class MemoryPending extends Pending {
  readonly #acts = new Map<string, PendingAct>();
  readonly #hear: Hear;

  constructor(hear: Hear) {
    super('/model');
    this.#hear = hear;
  }

  override begin(act: PendingAct): void {
    this.#acts.set(act.undoId, act);
  }

  override end(act: PendingAct): void {
    this.#acts.delete(act.undoId);
  }

  override all(): readonly PendingAct[] {
    return this.acts;
  }

  /** The acts in one space; acts in another are not over for it, so seeing them changes nothing. */
  in(space: string): readonly PendingAct[] {
    const acts = this.acts.filter((act) => act.space === space);
    this.#hear(acts.map(({ entry }) => canonical(entry)).join());
    return acts;
  }

  /** For whoever asks outside of any program. */
  get acts(): readonly PendingAct[] {
    return [...this.#acts.values()];
  }

  key(): string {
    return this.acts.map(({ act, entry, target }) => `${act} ${canonical(entry)} ${target}`).sort().join();
  }
}

/** Stands in for the product's class: the entries in memory. */
export class MemoryJournal extends Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #lines: string[] = [];
  readonly #hear: Hear;
  #written: () => Promise<void> = () => Promise.resolve();

  constructor(hear: Hear) {
    super('/model');
    this.#hear = hear;
  }

  /** What whoever appends waits for once the entry is written, so that the model can stop it there. */
  set written(wait: () => Promise<void>) {
    this.#written = wait;
  }

  override append(entry: JournalEntry): Promise<void> {
    this.#entries.push(entry);
    this.#lines.push(shown(eventOf(entry)));
    return this.#written();
  }

  override check(): void {
    // It can always be written to.
  }

  override of(undoId: string): readonly JournalEntry[] {
    const found = this.#entries.filter(({ event }) => 'undoId' in event && event.undoId === undoId);
    this.#hear(found.map(({ event }) => event.is).join());
    return found;
  }

  override entries(): { readonly entries: readonly JournalEntry[]; readonly damaged: number } {
    return { entries: this.#entries, damaged: 0 };
  }

  /** In any order: nothing in the model depends on it. */
  key(): string {
    return this.#lines.toSorted().join();
  }
}

/** Of an entry what an invariant can ask for. */
function eventOf({ event }: JournalEntry): unknown {
  return 'entry' in event ? [event.is, canonical(event.entry), event.artifacts] : [event.is, 'undoId' in event ? canonical(`${place}/${event.undoId}`) : ''];
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
}
