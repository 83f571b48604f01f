import { Worker } from 'node:worker_threads';
import { DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { messageOf } from '../base/errors.ts';
import { instant } from '../base/instant.ts';
import { text } from '../base/text.ts';
import type { Lock } from '../locks/lock.ts';
import type { Inventory, InventoryTrouble, TimedLockChange } from './inventory.ts';
import type { FromWorker, Question, ToWorker } from './worker-protocol.ts';

type Unnumbered = Question extends infer T ? (T extends { id: number } ? Omit<T, 'id'> : never) : never;

/** Keeps what is remembered of locks for the next life of the window. */
export interface MemoryStore {
  load(): unknown;
  save(memory: unknown): void;
}

interface Waiting {
  readonly resolve: (lock: Lock | null) => void;
  readonly reject: (error: Error) => void;
}

/** What a burst of locks leaves behind is collected this often, MiB, rather than kept as memory of the process. */
const youngMb = 8;

/** Restarts within one life; a thread that dies more often than this has a cause that a restart does not mend. */
const mostRestarts = 3;

/**
 * An inventory in a thread of its own, seen from outside. Should the thread die, a new one takes its
 * place and looks at the same folders.
 */
export class ThreadedInventory implements Inventory {
  readonly #main: string | URL;
  readonly #store: MemoryStore | null;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new Emitter<readonly TimedLockChange[]>());
  readonly #troubleChanges = this.#owned.add(new Emitter<readonly InventoryTrouble[]>());
  readonly #locks = new Map<string, Lock>();
  readonly #waiting = new Map<number, Waiting>();
  #troubles: readonly InventoryTrouble[] = [];
  #definitions: unknown = [];
  #roots: readonly string[] = [];
  #worker: Worker | null;
  #lastId = 0;
  #restarts = 0;
  #disposed = false;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeTroubles = this.#troubleChanges.event;

  /**
   * @param main the worker's main module: src/watch/worker.ts, or the bundle made of it
   * @param store null to remember nothing beyond this life
   */
  constructor(main: string | URL, store: MemoryStore | null = null) {
    this.#main = main;
    this.#store = store;
    this.#worker = this.#start();
  }

  get locks(): readonly Lock[] {
    return [...this.#locks.values()];
  }

  get troubles(): readonly InventoryTrouble[] {
    return this.#troubles;
  }

  async setCustomKinds(definitions: unknown): Promise<void> {
    this.#definitions = definitions;
    await this.#ask({ type: 'kinds', definitions });
  }

  async setRoots(roots: readonly string[]): Promise<void> {
    this.#roots = roots;
    await this.#ask({ type: 'roots', roots });
  }

  async refresh(): Promise<void> {
    await this.#ask({ type: 'refresh' });
  }

  inspect(lockPath: string): Promise<Lock | null> {
    return this.#ask({ type: 'inspect', path: lockPath });
  }

  dispose(): void {
    this.#disposed = true;
    this.#failAll('Lockscope is shut down');
    this.#owned.dispose();
    // A thread that will not end is ended with its process; there is nobody left to tell.
    this.#worker?.terminate().catch(() => undefined);
  }

  #start(): Worker {
    const worker = new Worker(this.#main, { name: 'lockscope', resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
    worker.on('message', (message: FromWorker) => this.#hear(message));
    let reason = 'it stopped by itself';
    worker.on('error', (error) => {
      reason = messageOf(error);
    });
    worker.on('exit', () => this.#ended(reason));
    if (this.#store !== null) post(worker, { type: 'recall', memory: this.#store.load() });
    return worker;
  }

  #ask(question: Unnumbered): Promise<Lock | null> {
    const id = ++this.#lastId;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      if (worker === null) return reject(new Error('Locks are not watched any more; reload the window to start anew.'));
      this.#waiting.set(id, { resolve, reject });
      return post(worker, { ...question, id });
    });
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case 'changed':
        this.#apply(message.changes);
        // Let the editor do what else it has to, before more is taken in.
        setImmediate(() => this.#goOn());
        return undefined;
      case 'remember':
        return this.#store?.save(message.memory);
      case 'troubles':
        this.#troubles = message.troubles;
        return this.#troubleChanges.fire(message.troubles);
      case 'answered':
        return this.#take(message.id)?.resolve(message.lock);
      case 'failed':
        return this.#take(message.id)?.reject(new Error(message.message));
    }
  }

  #apply(changes: readonly TimedLockChange[]): void {
    for (const { type, lock } of changes) {
      if (type === 'released') this.#locks.delete(lock.path);
      else this.#locks.set(lock.path, lock);
    }
    this.#changes.fire(changes);
  }

  #goOn(): void {
    if (this.#worker !== null && !this.#disposed) post(this.#worker, { type: 'more' });
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #ended(reason: string): void {
    if (this.#disposed) return;
    this.#failAll(reason);
    this.#apply([...this.#locks.values()].map((lock) => ({ type: 'released', lock, at: instant(), timing: 'sampled' })));
    if (++this.#restarts > mostRestarts) return this.#giveUp(reason);
    this.#worker = this.#start();
    const again = [this.setCustomKinds(this.#definitions), this.setRoots(this.#roots)];
    Promise.all(again).catch((error: unknown) => this.#giveUp(messageOf(error)));
  }

  #giveUp(reason: string): void {
    this.#worker = null;
    this.#troubles = [{ code: 'thread-ended', path: '', message: text('Locks are not watched any more ({reason}). Reload the window to start anew.', { reason }) }];
    this.#troubleChanges.fire(this.#troubles);
  }

  #failAll(reason: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(`The thread that watches locks ended: ${reason}`));
  }
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
