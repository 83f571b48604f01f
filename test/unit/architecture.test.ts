// The invariants of the house that can be read off its imports.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src', import.meta.url));

interface Module {
  /** From src/ on, with forward slashes. */
  readonly file: string;
  /** The first folder, or the file itself where it lies in src/. */
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const modules: readonly Module[] = globSync('**/*.ts', { cwd: src }).map((name) => {
  const file = name.split(path.sep).join('/');
  const text = readFileSync(path.join(src, name), 'utf8');
  const imports = [...text.matchAll(/(?:from|import|import\()\s*['"]([^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
  return { file, room: file.split('/')[0] ?? '', text, imports };
});

/** Which rooms each room may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  locks: ['base'],
  system: ['base', 'locks'],
  saving: ['base', 'system'],
  watch: ['base', 'locks', 'system', 'saving'],
  breaking: ['base', 'locks', 'system', 'saving'],
  contention: ['base', 'locks', 'system', 'saving', 'watch'],
  race: ['base', 'system', 'saving'],
  protocol: ['base', 'contention', 'race'],
  views: ['base', 'locks', 'watch', 'breaking', 'saving', 'contention', 'race', 'protocol', 'contributions.ts'],
  commands: ['base', 'locks', 'watch', 'breaking', 'saving', 'contention', 'race', 'views', 'contributions.ts'],
  cli: ['base', 'locks', 'system', 'breaking', 'saving', 'contention', 'race', 'core.ts'],
};

function roomOf(importer: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(importer), specifier).split('/')[0] ?? '';
}

describe('the house', () => {
  test('has modules to look at', () => assert.ok(modules.length > 50));

  test('only extension.ts, views/ and commands/ import vscode', () => {
    const importers = modules.filter(({ imports }) => imports.includes('vscode')).map(({ room }) => room);
    assert.deepEqual([...new Set(importers)].filter((room) => !['extension.ts', 'views', 'commands'].includes(room)), []);
  });

  for (const [room, allowed] of Object.entries(mayImport)) {
    test(`${room}/ reaches only ${allowed.join(', ') || 'itself'}`, () => {
      const reached = modules
        .filter((module) => module.room === room)
        .flatMap(({ file, imports }) => imports.filter((specifier) => specifier.startsWith('.')).map((specifier) => ({ file, to: roomOf(file, specifier) })));
      assert.notDeepEqual(reached, []);
      assert.deepEqual(reached.filter(({ to }) => to !== room && !allowed.includes(to)), []);
    });
  }

  test('every room has its rule', () => {
    const rooms = new Set(modules.map(({ room }) => room).filter((room) => !room.endsWith('.ts')));
    assert.deepEqual([...rooms].toSorted(), Object.keys(mayImport).toSorted());
  });

  test('locks/ reads no file, no clock and no randomness', () => {
    for (const { file, imports, text } of modules.filter(({ room }) => room === 'locks')) {
      const builtins = imports.filter((specifier) => specifier.startsWith('node:') && specifier !== 'node:path');
      assert.deepEqual(builtins, [], file);
      assert.doesNotMatch(text, /Date\.now|new Date\(\)|Math\.random|performance\.|(?<![-\w])process\.(?=\w)/, file);
    }
  });

  test('race/model/ reads no file, no clock and no randomness', () => {
    for (const { file, imports, text } of modules.filter((module) => module.file.startsWith('race/model/'))) {
      assert.deepEqual(imports.filter((specifier) => specifier.startsWith('node:') && specifier !== 'node:url'), [], file);
      assert.doesNotMatch(text, /Date\.now\(|new Date\(|Math\.random\(|performance\./, file);
    }
  });

  test('race/model/ and race/scenarios/ know nothing of the real runs and the disk', () => {
    for (const { file, imports } of modules.filter((module) => /^race\/(?:model|scenarios)\//.test(module.file))) {
      const reached = imports.filter((specifier) => specifier.startsWith('.')).map((specifier) => path.posix.join(path.posix.dirname(file), specifier));
      assert.deepEqual(reached.filter((each) => /^(?:saving|system|race\/real)\//.test(each)), [], file);
    }
  });

  test('only breaking/ and saving/ change what is on the disk, and real runs in a folder of their own', () => {
    const changing = /\b(?:unlink|rename|rm|rmdir|writeFile|appendFile|truncate|chmod|chown|link|symlink|copyFile|mkdir)(?:Sync)?\b/;
    // The mutex of macOS is an open file of its own, in the temporary folder.
    const mayChange = (module: Module): boolean => module.room === 'breaking' || module.room === 'saving' || module.file === 'system/mutex.ts' || module.file.startsWith('race/real/');
    for (const { file, text } of modules.filter((module) => !mayChange(module))) {
      const fromFs = [...text.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)].map(([, names = '']) => names).join();
      assert.doesNotMatch(fromFs, changing, file);
    }
  });
});
