import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

/** A folder for the files of transactions, and a state folder in which they are noted. */
export interface Scene {
  readonly state: string;
  readonly at: (name: string) => string;
  /** Every file below the folder with its content, by name; a folder has null. */
  readonly picture: () => Readonly<Record<string, string | null>>;
  /** What is noted of transactions. */
  readonly noted: () => readonly string[];
}

export function sceneFor(t: TestContext): Scene {
  const base = mkdtempSync(path.join(tmpdir(), 'lockscope-transact-'));
  t.after(() => rmSync(base, { recursive: true }));
  return sceneIn(base);
}

export function sceneIn(base: string): Scene {
  const [files, state] = [path.join(base, 'files'), path.join(base, 'state')];
  mkdirSync(files);
  const at = (name: string): string => path.join(files, name);
  const contentOf = (name: string): string | null => (lstatSync(at(name)).isDirectory() ? null : readFileSync(at(name), 'utf8'));
  return {
    state,
    at,
    picture: () => Object.fromEntries(readdirSync(files, { recursive: true, encoding: 'utf8' }).toSorted().map((name) => [name, contentOf(name)])),
    noted: () => (lstatSync(path.join(state, 'transactions'), { throwIfNoEntry: false }) === undefined ? [] : readdirSync(path.join(state, 'transactions'))),
  };
}
