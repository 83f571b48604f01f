import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LinuxMachine } from '../../../src/system/linux/machine.ts';
import type { Actor } from '../demo/actor.ts';
import { Crew } from '../demo/crew.ts';
import { tempFolder } from '../demo/temp-folder.ts';
import { told, type Told } from './told.ts';

/** Why these tests cannot run here, or false. */
export const cannotRun = process.platform !== 'linux' ? 'reads /proc' : hasPrograms('flock', 'python3', 'unshare') ? false : 'takes flock, python3 and unshare';

/** Why a test that changes user or namespace cannot run here, or false. */
export const cannotRunAsRoot = cannotRun !== false ? cannotRun : spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0 ? false : 'takes root';

/** Prints what it sees of a file as JSON. */
export const holdsProgram = fileURLToPath(new URL('holds.ts', import.meta.url));

function hasPrograms(...programs: readonly string[]): boolean {
  return programs.every((program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined);
}

/** A folder with a file to lock, a machine that looks, and processes that lock; all gone after the test. */
export class Scene {
  readonly machine = new LinuxMachine();
  readonly folder: string;
  readonly file: string;
  readonly #crew = new Crew();

  constructor(t: TestContext) {
    const folder = tempFolder();
    this.folder = folder.path;
    this.file = `${folder.path}/a file`;
    t.after(async () => {
      await this.#crew.end();
      folder[Symbol.dispose]();
    });
  }

  /** Runs a script that says something once it has its locks; the file is its $1. */
  shell(script: string, file = this.file): Promise<Actor> {
    return this.#start('bash', ['-c', script, 'bash', file]);
  }

  /** Runs a script that takes its locks and may then end; the open file is its `f`. */
  python(script: string, mode = 'w+'): Promise<Actor> {
    const around = `import fcntl, os, signal, struct, sys\nf = open(sys.argv[1], '${mode}')\n${script}\nprint('ready', flush=True)\nsys.stdin.read()`;
    return this.#start('python3', ['-c', around, this.file]);
  }

  /** Starts a process that will wait for a lock; returns once the machine tells of it. */
  async waiter(command: string, args: readonly string[]): Promise<Actor> {
    const actor = this.#crew.start({ command, args, cwd: this.folder });
    await this.until((holds) => holds.some(({ waiters }) => waiters.includes(actor.pid)), 'the waiter to be told of');
    return actor;
  }

  /** The kernel's locks on the file. */
  holds(file = this.file): Told[] {
    const { dev, ino } = lstatSync(file, { bigint: true });
    return told((this.machine.kernelLocks() ?? assert.fail('no list of locks')).on({ path: file, dev, ino }));
  }

  async until(isSo: (holds: readonly Told[]) => boolean, what: string): Promise<void> {
    await this.#crew.waitFor(() => isSo(this.holds()), what);
  }

  async #start(command: string, args: readonly string[]): Promise<Actor> {
    const actor = this.#crew.start({ command, args, cwd: this.folder });
    await actor.announced();
    return actor;
  }
}
