import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { atOnce, type Drive } from '../../../../src/base/steps.ts';
import { loadAttributes, type AttributeAccess } from '../../../../src/saving/write/attributes.ts';
import { Flush } from '../../../../src/saving/write/flush.ts';
import type { Job } from '../../../../src/saving/write/job.ts';
import { thisMaker } from '../../../../src/saving/write/makers.ts';
import type { SaveOptions, SaveOutcome } from '../../../../src/saving/write/outcome.ts';
import { saving, type NotAlone } from '../../../../src/saving/write/protocol.ts';

export const nativeAttributes: AttributeAccess = await loadAttributes();

/** A folder to save in, and a state folder beside it. */
export interface Scene {
  readonly folder: string;
  readonly backups: string;
  readonly at: (name: string) => string;
  /** All names in the folder, ours too. */
  readonly names: () => readonly string[];
  readonly read: (name: string) => string;
  readonly job: (name: string, content: string | Uint8Array, options?: SaveOptions & { readonly attributes?: AttributeAccess }) => Job;
  /** A save without anything between its steps, or with what the drive puts there. */
  readonly save: (name: string, content: string | Uint8Array, options?: SaveOptions & { readonly drive?: Drive; readonly attributes?: AttributeAccess }) => SaveOutcome;
}

export function sceneFor(t: TestContext): Scene {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'lockscope-save-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return sceneAt(root);
}

/** @param folder that exists */
export function sceneAt(folder: string, backups = path.join(folder, '.state/saves')): Scene {
  const at = (name: string): string => path.join(folder, name);
  const job: Scene['job'] = (name, content, { attributes = nativeAttributes, ...options } = {}) => ({
    file: at(name), bytes: Buffer.from(content), options, attributes, maker: thisMaker(), isAlone: true, backupFolder: backups, flush: new Flush(),
  });
  return {
    folder,
    backups,
    at,
    names: () => readdirSync(folder).toSorted(),
    read: (name) => readFileSync(at(name), 'utf8'),
    job,
    save: (name, content, { drive = atOnce, ...options } = {}) => outcomeOf(drive(saving(job(name, content, options)))),
  };
}

function outcomeOf(outcome: SaveOutcome | NotAlone): SaveOutcome {
  return outcome.is === 'not alone' ? assert.fail('it is alone') : outcome;
}

/** Drives a save and does something before a step, the first time that it comes. */
export function before(step: string, act: () => void): Drive {
  let isDone = false;
  return (steps) => {
    let next = steps.next();
    while (next.done !== true) {
      if (!isDone && next.value === step) {
        isDone = true;
        act();
      }
      next = steps.next();
    }
    assert.ok(isDone, `there was no step "${step}"`);
    return next.value;
  };
}

/** Drives a save in which a step fails with an error of the system, as if its call had returned that; cleaning up goes on. */
export function failing(step: string, code: string): Drive {
  let isDone = false;
  return (steps) => {
    let next = steps.next();
    while (next.done !== true) {
      const fails = !isDone && next.value === step;
      isDone ||= fails;
      next = fails ? steps.throw(Object.assign(new Error(`${code}: made by the test`), { code })) : steps.next();
    }
    assert.ok(isDone, `there was no step "${step}"`);
    return next.value;
  };
}

/** The names of the steps that a save takes. */
export function stepsOf(job: Job): readonly string[] {
  const names: string[] = [];
  const steps = saving(job);
  for (let next = steps.next(); next.done !== true; next = steps.next()) names.push(next.value);
  return names;
}

export function assertSaved(outcome: SaveOutcome, how: 'replaced' | 'created' | 'in-place'): void {
  assert.equal(outcome.is === 'saved' ? outcome.how : outcome.is, how);
}
