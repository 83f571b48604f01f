import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SaveOptions } from '../../../src/saving/write/outcome.ts';
import { sha256Of } from '../../../src/saving/write/save.ts';
import { sceneAt, type Scene } from '../../unit/saving/write/scene.ts';
import { bundled } from '../bundled.ts';
import { contentOf, letterAt, type Letter, type Size } from './content.ts';

/** A file that is saved, and how. */
export interface Kind {
  readonly name: string;
  /** What stands at `f` before, besides the content; by default a file. */
  readonly at?: 'nothing' | 'link' | 'dangling link' | 'two names';
  readonly size?: Size;
  readonly options?: Omit<SaveOptions, 'expect'>;
  /** What is there is expected to be there. */
  readonly expects?: true;
}

export const kinds: readonly Kind[] = [
  { name: 'a file' },
  { name: 'a large file', size: 'large' },
  { name: 'a file that is to be as expected', expects: true },
  { name: 'a new file', at: 'nothing' },
  { name: 'a new file that nobody else must have made', at: 'nothing', expects: true },
  { name: 'through a link', at: 'link' },
  { name: 'through a link to nothing', at: 'dangling link' },
  { name: 'in place', at: 'two names', options: { inPlace: 'backed-up' } },
  { name: 'a large file in place', at: 'two names', size: 'large', options: { inPlace: 'backed-up' } },
];

const actor = await bundled('saving/write-actor.ts');

/** A folder in which savers of one kind are killed. The path is `f`; where it leads elsewhere, that is `g`. */
export class KillingGround {
  readonly kind: Kind;
  readonly scene: Scene;
  readonly real: string;
  readonly #size: Size;

  constructor(kind: Kind) {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'lockscope-kill-')));
    this.kind = kind;
    this.scene = sceneAt(folder, `${folder}.state/saves`);
    this.#size = kind.size ?? 'small';
    const isLink = kind.at === 'link' || kind.at === 'dangling link';
    this.real = this.scene.at(isLink ? 'g' : 'f');
    if (isLink) symlinkSync('g', this.scene.at('f'));
    this.reset();
  }

  get isInPlace(): boolean {
    return this.kind.options?.inPlace === 'backed-up';
  }

  /** Old content 'a', or nothing, for the next one to be killed; a reader sees nothing of how. */
  reset(): void {
    if (this.kind.at === 'nothing' || this.kind.at === 'dangling link') return rmSync(this.real, { force: true });
    writeFileSync(this.scene.at('.new'), contentOf('a', this.#size));
    renameSync(this.scene.at('.new'), this.real);
    if (this.kind.at === 'two names') {
      rmSync(this.scene.at('g'), { force: true });
      linkSync(this.real, this.scene.at('g'));
    }
    return undefined;
  }

  /** Saves 'b' in a process that is killed before that step. @returns whether it came to its end */
  async killBefore(step: number): Promise<boolean> {
    const child = fork(actor, [this.scene.folder, 'f', 'b', this.#size, String(step), this.#options()]);
    await once(child, 'exit');
    if (child.signalCode === 'SIGKILL') return false;
    assert.equal(child.exitCode, 0);
    return true;
  }

  /** Lets a process save either content in turn, and kills it at some moment within so many ms. */
  async killWithin(ms: number): Promise<void> {
    const child = fork(actor, [this.scene.folder, 'f', 'a', this.#size, 'loop', JSON.stringify(this.kind.options ?? {})], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = once(child, 'exit');
    await Promise.race([once(child, 'message'), ended]);
    assert.equal(child.exitCode, null, 'it ended by itself');
    await pause(Math.random() * ms);
    child.kill('SIGKILL');
    await ended;
  }

  /**
   * The file is whole, and the next save leaves nothing of the one that was killed. @returns what it held; null where there was none
   */
  check(): Letter | null {
    const found = this.#contentNow();
    const outcome = this.scene.save('f', contentOf('a', this.#size), this.isInPlace ? { inPlace: 'backed-up' } : {});
    assert.equal(outcome.is, 'saved');
    assert.equal(letterAt(this.real), 'a');
    this.#assertClean();
    return found;
  }

  remove(): void {
    rmSync(this.scene.folder, { recursive: true, force: true });
    rmSync(`${this.scene.folder}.state`, { recursive: true, force: true });
  }

  #options(): string {
    const { options = {}, expects, at } = this.kind;
    const expect = at === 'nothing' ? null : sha256Of(contentOf('a', this.#size));
    return JSON.stringify(expects === true ? { ...options, expect } : options);
  }

  #contentNow(): Letter | null {
    // What was being written in place is put in order by the next save, also by one that does not save.
    if (this.isInPlace) {
      assert.equal(this.scene.save('f', 'x', { expect: 'ff' }).is, 'conflict');
      this.#assertClean();
      assert.equal(letterAt(this.scene.at('g')), letterAt(this.real));
    }
    return readdirSync(this.scene.folder).includes(path.basename(this.real)) ? letterAt(this.real) : null;
  }

  #assertClean(): void {
    const own = this.scene.names().filter((name) => name !== 'f' && name !== 'g');
    assert.deepEqual(own, []);
  }
}
