import { execFile } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Actor, Part } from '../demo/actor.ts';
import { Crew } from '../demo/crew.ts';
import { isAlive, workingIn } from '../demo/processes.ts';
import { shellWord } from '../demo/shell.ts';
import { tempFolder } from '../demo/temp-folder.ts';
import { waitFor } from '../demo/wait.ts';

const execute = promisify(execFile);

/** A program's arguments, and where and how it runs if not in the scene's folder and environment. */
type Play = readonly [string, ...string[]];

/** A folder in which a real program locks something, and the processes in it. */
export class Scene {
  readonly #temp = tempFolder();
  readonly #atEnd: (() => void)[] = [];
  readonly crew = new Crew();
  /** What is looked at for locks. */
  readonly folder = path.join(this.#temp.path, 'work');
  /** Beside it: the home of the programs, and whatever else must not be looked at. */
  readonly home = path.join(this.#temp.path, 'home');
  readonly env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: this.home,
    XDG_RUNTIME_DIR: this.home,
    TMPDIR: this.home,
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm',
    SHELL: '/bin/sh',
  };

  constructor() {
    mkdirSync(this.folder);
    mkdirSync(this.home, { mode: 0o700 });
  }

  /** A path in the folder. */
  at(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Waits until something stands at a path in the folder, be it a symlink that leads nowhere; returns its path. */
  async appears(...names: readonly string[]): Promise<string> {
    const place = this.at(...names);
    await this.waitFor(() => lstatSync(place, { throwIfNoEntry: false }) !== undefined, place);
    return place;
  }

  /** Does something when all is over, for what is left outside of the folder. */
  atEnd(act: () => void): void {
    this.#atEnd.push(act);
  }

  /** Runs a program to its end; returns what it said. */
  async run([command, ...args]: Play, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { stdout } = await execute(command, args, { cwd: this.folder, env: { ...this.env, ...env } });
    return stdout;
  }

  /** Starts a program whose lock this is about. It is killed with the thread that started it. */
  start([command, ...args]: Play, { env = {}, ...more }: Partial<Omit<Part, 'command' | 'args'>> = {}): Actor {
    const mortal = ['--pdeathsig', 'KILL', '--', command, ...args];
    return this.crew.start({ command: 'setpriv', args: mortal, cwd: this.folder, env: { ...this.env, ...env }, ...more });
  }

  /** Starts a program in a terminal of its own; what the actor is told, it reads as keys. */
  async startInTerminal(words: Play): Promise<{ readonly keys: Actor; readonly pid: number }> {
    const pidFile = path.join(this.home, 'terminal');
    const command = `echo $$ > ${shellWord(`${pidFile}.new`)}; mv ${shellWord(`${pidFile}.new`)} ${shellWord(pidFile)}; stty rows 24 columns 80; exec ${words.map(shellWord).join(' ')}`;
    const keys = this.start(['script', '-qefc', command, '/dev/null']);
    await this.waitFor(() => existsSync(pidFile), `${words[0]} in its terminal`);
    return { keys, pid: Number(readFileSync(pidFile, 'utf8')) };
  }

  waitFor: Crew['waitFor'] = (ask, what, patience) => this.crew.waitFor(ask, what, patience);

  /** The processes that were started here and are alive. */
  get alive(): readonly number[] {
    return this.crew.pids.filter(isAlive);
  }

  /**
   * Kills a process, and nothing that it has started.
   * @throws RangeError when this is no pid: 0 would stand for our own process group
   */
  async kill(pid: number): Promise<void> {
    if (!(pid > 1)) throw new RangeError(`${pid} is no process of a program`);
    process.kill(pid, 'SIGKILL');
    await this.waitFor(() => !isAlive(pid), `the death of ${pid}`);
  }

  async end(): Promise<void> {
    await this.crew.end();
    // What has left its process group: servers, what a terminal's shell started.
    const left = workingIn(this.#temp.path);
    for (const pid of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await waitFor(() => !left.some(isAlive), `the death of ${left.join()}`);
    for (const act of this.#atEnd) act();
    this.#temp[Symbol.dispose]();
  }
}

/** Asks a process to end, and waits for that. */
export function terminating(actor: Actor, signal: NodeJS.Signals = 'SIGTERM'): () => Promise<unknown> {
  return () => {
    actor.signal(signal);
    return actor.exited;
  };
}

/** Tells an actor a line that lets it go on, and waits for its end. */
export function telling(actor: Actor, line: string): () => Promise<unknown> {
  return () => {
    actor.tell(line);
    return actor.exited;
  };
}
