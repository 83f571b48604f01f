import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { ComparisonState, PlannedRun, RunsToPage, Standing } from '../../protocol/race-runs.ts';
import { masked, maskedSentence } from '../../race/real/export/index.ts';
import { RealRunError, type RealLab, type RunProgress } from '../../race/real/lab.ts';
import type { GivenServers } from '../../race/real/request.ts';
import type { RunResult } from '../../race/real/result.ts';
import { runSeveral, type RunOutcome } from '../../race/real/several.ts';
import { leftOf } from './left.ts';

/** How far a run is, is told no more often than this, ms. */
const tellEveryMs = 200;

export interface ComparisonInput {
  readonly lab: Pick<RealLab, 'run'>;
  /** Those of the settings, at the start of a comparison. */
  readonly servers: () => GivenServers;
  /** Has a folder looked at, as long as a run takes place in it. */
  readonly lookAt: (folder: string) => Disposable;
  /** Keeps results for later. @returns what they are called there */
  readonly keep: (results: readonly RunResult[]) => Promise<string>;
  /** Told to whoever shows it. */
  readonly tell: (message: RunsToPage) => void;
  readonly clock: Clock;
}

/** The comparison of this window: the one that runs, or ran last. It goes on whether anybody looks or not. */
export class Comparison implements Disposable {
  readonly #input: ComparisonInput;
  readonly #wallMs = new Map<number, number>();
  #state: ComparisonState | null = null;
  #stop: AbortController | null = null;
  /** The folders of the run under way. */
  #folders = new DisposableStore();
  #startedAt = 0;
  #toldAt = 0;

  constructor(input: ComparisonInput) {
    this.#input = input;
  }

  get state(): ComparisonState | null {
    return this.#state;
  }

  /** What was measured until now. */
  get results(): readonly RunResult[] {
    return (this.#state?.runs ?? []).flatMap(({ standing }) => (standing.is === 'done' ? [standing.result] : []));
  }

  /** Makes the runs one after the other; resolves when all are over and kept. @throws RealRunError while others run */
  async measure(runs: readonly PlannedRun[]): Promise<void> {
    if (this.#stop !== null) throw new RealRunError('A comparison runs already. Wait for it, or cancel it.');
    const stop = new AbortController();
    this.#stop = stop;
    this.#wallMs.clear();
    const servers = this.#input.servers();
    const requests = runs.map((run) => ({ ...run, servers }));
    const id = randomUUID();
    this.#state = { id, startedAt: new Date(this.#input.clock.now()).toISOString(), runs: runs.map((request) => ({ request, standing: { is: 'waiting' } })), isRunning: true, leftMs: null, kept: null };
    this.#input.tell({ is: 'comparison', comparison: this.#state });
    try {
      await runSeveral(this.#input.lab, requests, {
        onStart: (at) => this.#started(at),
        onProgress: (at, progress) => this.#progressed(at, progress),
        onFolder: (_, folder) => void this.#folders.add(this.#input.lookAt(folder)),
        onEnd: (at, outcome) => this.#ended(at, outcome),
      }, stop.signal);
    } finally {
      this.#stop = null;
      this.#letFoldersGo();
      this.#change({ isRunning: false, leftMs: null });
      this.#input.tell({ is: 'over', id });
    }
    await this.#keep(id);
  }

  /** Ends what runs; what is done stays. */
  cancel(): void {
    this.#stop?.abort(new RealRunError('The comparison was cancelled.'));
  }

  /** What is removed from the earlier ones can be kept no more under its name. */
  forget(kept: string): void {
    if (this.#state?.kept === kept) this.#change({ kept: null });
  }

  dispose(): void {
    this.cancel();
    this.#letFoldersGo();
  }

  #started(at: number): void {
    this.#startedAt = this.#input.clock.now();
    this.#stand(at, { is: 'running', progress: null });
  }

  #progressed(at: number, progress: RunProgress): void {
    const before = this.#state?.runs[at]?.standing;
    const isSamePhase = before?.is === 'running' && before.progress?.phase === progress.phase;
    const now = this.#input.clock.now();
    if (isSamePhase && now - this.#toldAt < tellEveryMs) return;
    this.#toldAt = now;
    this.#stand(at, { is: 'running', progress });
  }

  #ended(at: number, outcome: RunOutcome): void {
    this.#letFoldersGo();
    if (outcome.is === 'measured') this.#wallMs.set(at, this.#input.clock.now() - this.#startedAt);
    this.#stand(at, standingOf(outcome));
  }

  #stand(at: number, standing: Standing): void {
    if (this.#state === null) return;
    const runs = this.#state.runs.map((run, place) => (place === at ? { ...run, standing } : run));
    const leftMs = leftOf(runs, this.#wallMs, this.#input.clock.now() - this.#startedAt);
    this.#change({ runs, leftMs });
    this.#input.tell({ is: 'standing', id: this.#state.id, at, standing, leftMs });
  }

  #change(change: Partial<ComparisonState>): void {
    if (this.#state !== null) this.#state = { ...this.#state, ...change };
  }

  #letFoldersGo(): void {
    this.#folders.dispose();
    this.#folders = new DisposableStore();
  }

  async #keep(id: string): Promise<void> {
    if (this.results.length === 0) return;
    try {
      const kept = await this.#input.keep(this.results);
      // Another may have begun meanwhile.
      if (this.#state?.id !== id) return;
      this.#change({ kept });
      this.#input.tell({ is: 'kept', id, kept });
    } catch (error) {
      this.#input.tell({ is: 'trouble', message: messageOf(error) });
    }
  }
}

/** As the page may know it: without the URLs of servers. */
function standingOf(outcome: RunOutcome): Standing {
  switch (outcome.is) {
    case 'measured': return { is: 'done', result: masked(outcome.result) };
    case 'failed': return { is: 'failed', message: maskedSentence(outcome.message, outcome.request) };
    case 'cancelled': return { is: 'cancelled' };
  }
}
