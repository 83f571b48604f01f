import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../src/base/clock.ts';
import { inspectLock } from '../../../src/core.ts';
import { builtInKinds } from '../../../src/locks/kinds/index.ts';
import type { Lock } from '../../../src/locks/lock.ts';
import { createMachine } from '../../../src/system/this-machine.ts';
import { Inspector } from '../../../src/watch/inspect.ts';
import { LiveInventory } from '../../../src/watch/live-inventory.ts';
import type { Actor, Part } from '../demo/actor.ts';
import { Crew } from '../demo/crew.ts';
import { tempFolder } from '../demo/temp-folder.ts';
import { waitFor } from '../demo/wait.ts';

/** Prints what it sees of a folder's locks: to be run as another user, or in a namespace. */
export const lookProgram = fileURLToPath(new URL('look.ts', import.meta.url));

/** A lock as the tests compare it. */
export interface Seen {
  readonly name: string;
  readonly state: string;
  /** What decided, and all else that was found. */
  readonly codes: readonly string[];
  /** Command of its holder; null where nobody is named. */
  readonly command: string | null;
}

export function seen({ path: lockPath, verdict, holder }: Lock): Seen {
  return { name: path.basename(lockPath), state: verdict.state, codes: verdict.evidence.map(({ code }) => code), command: holder?.command ?? null };
}

/** "held pid-alive": a lock's state and what decided it; "none" where no lock stands. */
export function brief(lock: Lock | null | undefined): string {
  return lock === null || lock === undefined ? 'none' : `${lock.verdict.state} ${lock.verdict.evidence[0]?.code ?? ''}`;
}

/** A pid that was in use and is no more. */
export const deadPid = (): number => spawnSync('true').pid;

/** A folder for locks, and the processes around them; all gone after the test. */
export class Place {
  readonly folder: string;
  readonly crew = new Crew();
  readonly #changes: string[] = [];

  constructor(t: TestContext) {
    const temp = tempFolder();
    this.folder = temp.path;
    t.after(async () => {
      await this.crew.end();
      temp[Symbol.dispose]();
    });
  }

  at(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  write(name: string, content: string): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** What is said of a lock there. */
  judged(name: string): string {
    return brief(inspectLock(this.at(name)));
  }

  /** Starts a process and waits for its first line, which is returned with it. */
  async start(command: string, args: readonly string[], more: Partial<Part> = {}): Promise<{ readonly actor: Actor; readonly said: string }> {
    const actor = this.crew.start({ command, args, cwd: this.folder, ...more });
    return { actor, said: await actor.announced() };
  }

  /** A bash that says "ready" when its script begins, and ends with its input. */
  async bash(script: string, ...args: readonly string[]): Promise<Actor> {
    const { actor } = await this.start('bash', ['-c', script, 'bash', ...args]);
    return actor;
  }

  /** An inventory of the folder in this thread, that lasts until the test is over. All that it says is in `told`. */
  async watch(t: TestContext, customKinds?: unknown): Promise<LiveInventory> {
    const inventory = new LiveInventory(createMachine(), systemClock);
    t.after(() => inventory.dispose());
    inventory.onDidChange((changes) => {
      for (const { type, lock } of changes) this.#changes.push(`${type} ${path.relative(this.folder, lock.path)} ${brief(lock)}`);
    });
    if (customKinds !== undefined) await inventory.setCustomKinds(customKinds);
    await inventory.setRoots([this.folder]);
    return inventory;
  }

  /** Everything that an inventory said, a line for each change. */
  get told(): readonly string[] {
    return this.#changes;
  }

  /** Waits until an inventory has found a piece of evidence about a lock there; returns what is said of it then. */
  async finds(inventory: LiveInventory, name: string, code: string): Promise<string> {
    const find = (): Lock | undefined => inventory.locks.find((lock) => lock.path === this.at(name));
    await waitFor(() => find()?.verdict.evidence.some((evidence) => evidence.code === code), () => `${code} of ${name}; said: ${this.told.join('; ')}`);
    return brief(find());
  }
}

/** What is said of a lock by who looks so many ms later, and has not looked before. */
export function judgedLater(lockPath: string, laterMs: number): string {
  return brief(new Inspector(createMachine(), { now: () => Date.now() + laterMs }).inspect(lockPath, builtInKinds));
}
