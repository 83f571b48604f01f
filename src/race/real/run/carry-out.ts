import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monotonicMs } from '../clock.ts';
import type { RunListener, RunProgress } from '../lab.ts';
import type { RunRequest } from '../request.ts';
import type { RunResult } from '../result.ts';
import type { Strategy } from '../scenario.ts';
import { scenarioNamed, strategyOf } from '../scenarios/index.ts';
import { Closers } from './closers.ts';
import { Crew } from './crew.ts';
import { judge, type Sight } from './judge.ts';
import { thisMachine } from './machine.ts';
import { readHistory, resultOf } from './results.ts';
import { RunSite } from './site.ts';
import { strikeServers } from './strike-servers.ts';

const tellEveryMs = 100;

/**
 * Makes one run, from its empty folder to its result. When it resolves or rejects, nothing of it is left.
 * @param actorMain the module of an actor's process
 * @throws RealRunError; the signal's reason
 */
export async function carryOut(request: RunRequest, actorMain: string, listener: RunListener, signal: AbortSignal): Promise<RunResult> {
  const closers = new Closers();
  try {
    const folder = realpathSync(await mkdtemp(path.join(tmpdir(), 'lockscope-race-')));
    await closers.add(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
    listener.onFolder?.(folder);
    return await new Run(request, folder, actorMain, closers, listener, signal).carryOut();
  } catch (error) {
    // What is ended by the cancelling complains of it.
    signal.throwIfAborted();
    throw error;
  } finally {
    await closers.close();
  }
}

class Run {
  readonly #request: RunRequest;
  readonly #strategy: Strategy;
  readonly #main: string;
  readonly #closers: Closers;
  readonly #listener: RunListener;
  readonly #signal: AbortSignal;
  readonly #site: RunSite;
  readonly #sights: Sight[] = [];
  #start = 0;

  constructor(request: RunRequest, folder: string, main: string, closers: Closers, listener: RunListener, signal: AbortSignal) {
    this.#request = request;
    this.#strategy = strategyOf(request);
    this.#main = main;
    this.#closers = closers;
    this.#listener = listener;
    this.#signal = signal;
    this.#site = new RunSite(folder, request, main, closers, signal);
  }

  async carryOut(): Promise<RunResult> {
    const request = this.#request;
    const scenario = scenarioNamed(request.scenario);
    const startedAt = new Date().toISOString();
    this.#tell('servers', 0);
    const resource = await this.#strategy.setUp(this.#site);
    await this.#closers.add(() => resource.close());
    this.#signal.throwIfAborted();
    const crew = await this.#crew(resource.config);
    const elapsedMs = monotonicMs() - this.#start;
    this.#tell('judging', crew.operations);
    const final = await resource.final();
    await this.#site.endHelpers();
    const history = readHistory(this.#site.folder, request.actors, this.#start);
    const verdicts = judge(scenario, this.#strategy, request, history, final, this.#sights, elapsedMs);
    return resultOf(request, this.#strategy, history, verdicts, {
      elapsedMs,
      startedAt,
      killed: crew.killed,
      cpuMs: crew.cpuMs,
      serverCpuMs: this.#site.serverCpuMs(),
      machine: thisMachine(this.#site.versions),
    });
  }

  /** The actors at work, until all have ended. */
  async #crew(config: Awaited<ReturnType<Strategy['setUp']>>['config']): Promise<Crew> {
    const request = this.#request;
    const crew = new Crew({
      main: this.#main,
      request,
      folder: this.#site.folder,
      config,
      threads: this.#strategy.actorsAre === 'threads',
      onSaw: (sight) => this.#sights.push(sight),
      onVersion: (name, version) => this.#site.version(name, version),
    });
    await this.#closers.add(() => crew.kill());
    const cancel = (): void => void crew.kill().catch((error: unknown) => console.error(error));
    this.#signal.addEventListener('abort', cancel, { once: true });
    this.#tell('actors', 0);
    const over = new AbortController();
    let telling: NodeJS.Timeout | null = null;
    let striking: Promise<void> = Promise.resolve();
    try {
      await crew.run((start) => {
        this.#start = start;
        telling = setInterval(() => this.#tell(this.#share(crew.operations) < 1 ? 'running' : 'ending', crew.operations), tellEveryMs);
        striking = strikeServers(this.#site.redisServers, request, () => this.#share(crew.operations), over.signal);
        // Looked at when the actors have ended; until then it is nobody's error.
        striking.catch(() => undefined);
      });
      over.abort();
      await striking;
    } finally {
      over.abort();
      clearInterval(telling ?? undefined);
      this.#signal.removeEventListener('abort', cancel);
    }
    this.#signal.throwIfAborted();
    return crew;
  }

  #share(operations: number): number {
    const { length } = this.#request;
    return length.is === 'seconds' ? (monotonicMs() - this.#start) / (length.seconds * 1000) : operations / length.operations;
  }

  #tell(phase: RunProgress['phase'], operations: number): void {
    const elapsedMs = this.#start === 0 ? 0 : monotonicMs() - this.#start;
    this.#listener.onProgress({ phase, operations, elapsedMs, leftMs: this.#left(phase, operations, elapsedMs) });
  }

  /** As long as it goes on as it went. */
  #left(phase: RunProgress['phase'], operations: number, elapsedMs: number): number | null {
    const { length } = this.#request;
    if (length.is === 'seconds') return Math.max(0, length.seconds * 1000 - elapsedMs);
    return phase === 'running' && operations > 0 ? Math.max(0, ((length.operations - operations) * elapsedMs) / operations) : null;
  }
}
