import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atExit, own, temporaryFolder } from '../editor/own.ts';

/** What a lock is made as. */
export type LockType = 'file' | 'folder' | 'symlink';

export const lockTypes: readonly LockType[] = ['file', 'folder', 'symlink'];

/** A file system to work on. */
export interface Volume {
  readonly name: string;
  readonly folder: string;
}

const magics: Readonly<Record<number, string>> = { 0xef53: 'ext4', 0x01021994: 'tmpfs', 0x9123683e: 'btrfs', 0x58465342: 'xfs', 0x794c7630: 'overlayfs' };
const memoryFolder = '/dev/shm';

/** The temporary folder's file system, and the one in memory where there is one. */
export async function volumes(report: (line: string) => void): Promise<readonly Volume[]> {
  const disk = await temporaryFolder('stress');
  const onDisk = { name: nameAt(disk), folder: disk };
  const memory = folderInMemory('stress');
  if (memory !== null) return [onDisk, { name: 'tmpfs', folder: memory }];
  report(`${memoryFolder} is no tmpfs here: left out`);
  return [onDisk];
}

/** A new empty folder in memory that goes when the process ends; null where there is none. */
export function folderInMemory(name: string): string | null {
  if (!existsSync(memoryFolder) || nameAt(memoryFolder) !== 'tmpfs') return null;
  const folder = realpathSync(mkdtempSync(path.join(memoryFolder, `lockscope-${name}-`)));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const forget = atExit(remove);
  own(() => {
    remove();
    forget();
  });
  return folder;
}

function nameAt(folder: string): string {
  const magic = statfsSync(folder).type;
  return magics[magic] ?? `file system ${magic.toString(16)}`;
}

let stages = 0;

/** Where one run happens: the lock in a folder of its own, and the rest beside it. */
export class Stage {
  readonly type: LockType;
  readonly #folder: string;

  constructor(volume: Volume, type: LockType) {
    this.type = type;
    stages += 1;
    this.#folder = path.join(volume.folder, `stage-${stages}`);
    mkdirSync(this.workspace, { recursive: true });
  }

  get workspace(): string {
    return path.join(this.#folder, 'workspace');
  }

  /** By this name and content a dead holder is proven: Emacs' for a symlink, else a pid. */
  get lock(): string {
    return path.join(this.workspace, this.type === 'symlink' ? '.#job' : 'job.lock');
  }

  get state(): string {
    return path.join(this.#folder, 'state');
  }

  /** In it whoever holds the lock takes another that the kernel keeps; who cannot has met a second holder. */
  get witness(): string {
    return path.join(this.#folder, 'witness');
  }

  /** While it is not there, lockers go on. */
  get stopMark(): string {
    return path.join(this.#folder, 'stop');
  }

  log(locker: number): string {
    return path.join(this.#folder, `locker-${locker}.log`);
  }

  stop(): void {
    writeFileSync(this.stopMark, '');
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What a symlink says before the pid. */
const symlinkWords = `locker@${hostname()}.`;

/** A process that holds the lock of a stage again and again; see the script. */
export class Locker {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly #forget: () => Promise<void>;

  constructor(stage: Stage, number: number) {
    const script = path.join(import.meta.dirname, 'breaking-locker.pl');
    const args = [script, stage.type, stage.lock, stage.witness, stage.log(number), stage.stopMark, symlinkWords];
    this.#child = spawn('perl', args, { stdio: ['ignore', 'inherit', 'inherit'] });
    this.#exited = new Promise((resolve, reject) => {
      this.#child.once('exit', resolve);
      this.#child.once('error', reject);
    });
    this.#forget = own(async () => {
      stage.stop();
      await Promise.race([this.#exited, pause(1000)]);
      this.#child.kill('SIGKILL');
      await this.#exited;
    });
  }

  /** After the stage's stop. @throws when it ended by itself before */
  async ended(): Promise<void> {
    const code = await this.#exited;
    await this.#forget();
    if (code !== 0) throw new Error(`a locker ended with ${String(code)}`);
  }
}
