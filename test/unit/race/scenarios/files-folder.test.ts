import assert from 'node:assert/strict';
import { appendFileSync, closeSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { errnoCode } from '../../../../src/base/errors.ts';
import { loadExchange, type Exchange } from '../../../../src/system/exchange.ts';
import { Machine } from '../../../../src/race/model/machine/machine.ts';
import { StateView } from '../../../../src/race/model/machine/view.ts';
import { folder, type Folder, type Handle, type OpenFlag } from '../../../../src/race/model/objects/index.ts';
import type { Operation } from '../../../../src/race/model/operation.ts';
import { Random } from '../../../../src/race/model/random/random.ts';
import { keyOf, type Value } from '../../../../src/race/model/value.ts';

const names = ['a', 'b', 'c'];
const actors = ['A', 'B'];
const flags: readonly OpenFlag[] = ['r', 'r+', 'w', 'wx', 'a'];
const texts = ['1', '22', '333'];
const runs = 60;
const stepsInRun = 40;

/** What a system call says that only tells how things stand. */
const telling: ReadonlySet<string> = new Set(['EEXIST', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EPERM']);

/** A file that is open in both. */
interface OpenFile {
  readonly actor: string;
  readonly handle: Handle;
  readonly descriptor: number;
  readonly flag: OpenFlag;
}

/** A folder of the model and a real one, in which the same is done. */
class Twins {
  private readonly model = folder('folder', {}, { families: [''] });
  private readonly real = mkdtempSync(path.join(tmpdir(), 'lockscope-folder-'));
  private readonly exchange: Exchange;
  private readonly random: Random;
  private state: Value = this.model.initial;
  private files: readonly OpenFile[] = [];

  constructor(exchange: Exchange, random: Random) {
    this.exchange = exchange;
    this.random = random;
  }

  /** Does one step in both, and expects both to say the same. @returns what was done */
  step(): string {
    const { model, random } = this;
    const [one, other, text] = [random.oneOf(names), random.oneOf(names), random.oneOf(texts)];
    switch (random.below(14)) {
      case 0: return this.same(model.create(one, text), () => writeFileSync(this.at(one), text, { flag: 'wx' }));
      case 1: return this.same(model.mkdir(one), () => mkdirSync(this.at(one)));
      case 2: return this.same(model.unlink(one), () => unlinkSync(this.at(one)));
      case 3: return this.same(model.rmdir(one), () => rmdirSync(this.at(one)));
      case 4: return this.same(model.rename(one, other), () => renameSync(this.at(one), this.at(other)));
      case 5: return this.same(model.link(one, other), () => linkSync(this.at(one), this.at(other)));
      case 6: return this.exchange.is === 'none' || one === other ? 'nothing' : this.swap(this.exchange.swap, one, other);
      case 7: return this.append(one, text);
      case 8: return this.put(one, text);
      case 9: return this.open(one, random.oneOf(actors), random.oneOf(flags));
      case 10: return this.write(text);
      case 11: return this.close();
      // Two names of one file, one over the other: rename does nothing then.
      case 12:
        this.same(model.link(one, other), () => linkSync(this.at(one), this.at(other)));
        return this.same(model.rename(one, other), () => renameSync(this.at(one), this.at(other)));
      default: return this.read();
    }
  }

  /** Expects the same names, for the same things, with the same in them. */
  compare(after: string): void {
    const found = readdirSync(this.real).toSorted();
    assert.deepEqual(this.told(this.model.list()), found, after);
    const numbers = found.map((name) => {
      const stats = lstatSync(this.at(name), { bigint: true });
      const stat = this.told(this.model.stat(name));
      assert.equal(stat?.is, stats.isDirectory() ? 'folder' : 'file', after);
      if (stats.isFile()) assert.equal(this.told(this.model.read(name)), readFileSync(this.at(name), 'latin1'), after);
      return { real: stats.ino, ofModel: stat.ino };
    });
    for (const one of numbers) for (const other of numbers) assert.equal(one.real === other.real, one.ofModel === other.ofModel, after);
  }

  dispose(): void {
    for (const { descriptor } of this.files) closeSync(descriptor);
    rmSync(this.real, { recursive: true });
  }

  private same(operation: Operation<boolean>, act: () => void): string {
    const what = `${operation.name}(${JSON.stringify(operation.args)})`;
    const isDone = done(act);
    assert.equal(this.told(operation), isDone, what);
    return what;
  }

  private swap(swap: (one: string, other: string) => void, one: string, other: string): string {
    return this.same(this.model.exchange(one, other), () => swap(this.at(one), this.at(other)));
  }

  /** Where a folder stands, the model has the scenario fail. */
  private append(name: string, text: string): string {
    if (!done(() => appendFileSync(this.at(name), text))) assert.throws(() => this.told(this.model.append(name, text)), /is a folder/);
    else this.told(this.model.append(name, text));
    return `append(${name})`;
  }

  private put(name: string, text: string): string {
    const temporary = this.at('temporary');
    writeFileSync(temporary, text);
    if (done(() => renameSync(temporary, this.at(name)))) this.told(this.model.put(name, text));
    else {
      assert.throws(() => this.told(this.model.put(name, text)), /is a folder/);
      unlinkSync(temporary);
    }
    return `put(${name})`;
  }

  private open(name: string, actor: string, flag: OpenFlag): string {
    const opened = descriptorOf(this.at(name), flag);
    const handle = this.told(this.model.open(name, flag), actor);
    assert.equal(handle === null, opened === null, `open(${name}, ${flag})`);
    if (handle !== null && opened !== null) this.files = [...this.files, { actor, handle, descriptor: opened, flag }];
    return `open(${name}, ${flag})`;
  }

  private write(text: string): string {
    const file = this.oneOpen(({ flag }) => flag !== 'r');
    if (file === undefined) return 'nothing';
    writeSync(file.descriptor, text);
    this.told(this.model.write(file.handle, text), file.actor);
    return `write(${file.handle.file}, ${text})`;
  }

  private read(): string {
    const file = this.oneOpen(({ flag }) => flag === 'r' || flag === 'r+');
    if (file === undefined) return 'nothing';
    const bytes = Buffer.alloc(1000);
    const length = readSync(file.descriptor, bytes, 0, bytes.length, 0);
    assert.equal(this.told(this.model.read(file.handle), file.actor), bytes.toString('latin1', 0, length));
    return `read(${file.handle.file})`;
  }

  private close(): string {
    const file = this.oneOpen(() => true);
    if (file === undefined) return 'nothing';
    closeSync(file.descriptor);
    this.told(this.model.close(file.handle), file.actor);
    this.files = this.files.filter((other) => other !== file);
    return `close(${file.handle.file})`;
  }

  private oneOpen(fits: (file: OpenFile) => boolean): OpenFile | undefined {
    const fitting = this.files.filter(fits);
    return fitting.length === 0 ? undefined : this.random.oneOf(fitting);
  }

  /** Does a step in the model. */
  private told<T>(operation: Operation<T>, actor = 'A'): T {
    const [end] = operation.attempt(this.state, { actor, now: 0 });
    assert.ok(end !== undefined, `${operation.name} waits`);
    this.state = end.state;
    return end.result;
  }

  private at(name: string): string {
    return path.join(this.real, name);
  }
}

/** Whether it did; false when it says how things stand. @throws all other errors */
function done(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (telling.has(errnoCode(error) ?? '')) return false;
    throw error;
  }
}

/** null for a folder: Linux opens one to read, and has nothing to read in it. */
function descriptorOf(file: string, flag: OpenFlag): number | null {
  let descriptor: number | null = null;
  const isOpen = done(() => { descriptor = openSync(file, flag); });
  if (!isOpen || descriptor === null) return null;
  if (!lstatSync(file).isDirectory()) return descriptor;
  closeSync(descriptor);
  return null;
}

describe('the folder of the race lab', () => {
  test('does what a real one does, step by step', { skip: process.platform === 'win32' }, async () => {
    const exchange = await loadExchange();
    for (let seed = 1; seed <= runs; seed += 1) {
      const twins = new Twins(exchange, new Random(seed));
      try {
        for (let step = 0; step < stepsInRun; step += 1) twins.compare(`${twins.step()}, step ${step} of run ${seed}`);
      } finally {
        twins.dispose();
      }
    }
  });

  test('has steps commute that touch different families, or only look', () => {
    let pairs = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const random = new Random(seed);
      const files = folder('folder', { a: '1', b: '2' }, { times: true, births: true, flushes: true });
      let state: Value = files.initial;
      for (let step = 0; step < stepsInRun; step += 1) {
        const [one, other] = [anyOf(files, random), anyOf(files, random)];
        if (!conflict(one, other)) {
          assert.deepEqual(inOrder(state, [one, 'A'], [other, 'B']), inOrder(state, [other, 'B'], [one, 'A']).toReversed(), `${one.name} and ${other.name}, step ${step} of run ${seed}`);
          pairs += 1;
        }
        state = one.attempt(state, { actor: 'A', now: step })[0]?.state ?? state;
      }
    }
    assert.ok(pairs > runs);
  });

  test('gives the number of a file that is gone to the next, as ext4 does, and a birth never', () => {
    const births = folder('folder', {}, { births: true });
    let state: Value = births.initial;
    const told = <T>(operation: Operation<T>): T | undefined => {
      const [end] = operation.attempt(state, { actor: 'A', now: 0 });
      state = end?.state ?? state;
      return end?.result;
    };
    told(births.create('lock'));
    const first = told(births.stat('lock'));
    told(births.unlink('lock'));
    told(births.create('lock'));
    const second = told(births.stat('lock'));
    assert.equal(first?.ino, second?.ino);
    assert.notEqual(first?.born, second?.born);
  });

  test('loses what was not flushed, and nothing else', () => {
    const flushed = folder('folder', { config: 'old' }, { flushes: true });
    const after = (...operations: readonly Operation[]): readonly string[] => lostAfter(flushed, operations);
    assert.deepEqual(after(flushed.put('config', 'new!')), ['', 'ne', 'new!', 'old']);
    assert.deepEqual(after(flushed.create('config.tmp', 'new!'), flushed.fsync('config.tmp'), flushed.rename('config.tmp', 'config')), ['new!', 'old']);
    assert.deepEqual(after(flushed.create('config.tmp', 'new!'), flushed.fsync('config.tmp'), flushed.rename('config.tmp', 'config'), flushed.fsyncFolder()), ['new!']);
    assert.deepEqual(after(flushed.create('config.tmp', 'new!'), flushed.fsync('config.tmp'), flushed.fsyncFolder()), ['old']);
  });
});

/** One that takes a name, of two families. */
function anyOf(files: Folder, random: Random): Operation {
  const family = random.oneOf(['a', 'b']);
  const [name, other] = [family, `${family}.tmp`].toSorted(() => random.next() - 0.5);
  assert.ok(name !== undefined && other !== undefined);
  return random.oneOf<() => Operation>([
    () => files.create(name, '1'),
    () => files.mkdir(name),
    () => files.unlink(name),
    () => files.rmdir(name),
    () => files.rename(name, other),
    () => files.exchange(name, other),
    () => files.link(name, other),
    () => files.open(name, random.oneOf(flags)),
    () => files.touch(name),
    () => files.fsync(name),
    () => files.stat(name),
    () => files.read(name),
    () => files.exists(name),
    () => files.whenGone(name),
    () => files.list(),
    () => files.whenNone(family),
    () => files.fsyncFolder(),
  ])();
}

function conflict(one: Operation, other: Operation): boolean {
  return one.touches.some((a) => other.touches.some((b) => (a.writes || b.writes) && (a.part === b.part || a.part === '' || b.part === '')));
}

/** What each of two steps comes to, and the state after both: the same twice, so that the list can be turned round. */
function inOrder(start: Value, ...steps: readonly (readonly [Operation, string])[]): readonly unknown[] {
  let state = start;
  const results = steps.map(([operation, actor]) => {
    const ends = operation.attempt(state, { actor, now: 1 });
    state = ends[0]?.state ?? state;
    return ends.length === 0 ? 'waits' : { result: ends[0]?.result };
  });
  const [first, second] = results;
  return [first, keyOf(state), second];
}

/** What the file "config" may hold when the power is lost after these operations, sorted. */
function lostAfter(files: Folder, operations: readonly Operation[]): readonly string[] {
  const machine = new Machine({ shared: [files], actors: { *W() { yield* operations; } }, faults: { powerLoss: true } });
  const last = Int32Array.from(machine.initial);
  for (let step = 0; step < operations.length; step += 1) {
    const [end] = machine.endsOf(last, 0);
    assert.ok(end !== undefined);
    machine.step(last, 0, end);
  }
  const found = Array.from({ length: machine.waysToLosePower(last) }, (_way, way) => {
    const state = Int32Array.from(last);
    machine.losePower(state, way);
    return files.textIn(new StateView(machine).look(state).of(files), 'config') ?? 'gone';
  });
  return [...new Set(found)].toSorted((one, other) => (one < other ? -1 : 1));
}
