import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isExcluded, readOnSave } from '../../../../src/commands/save/code-actions.ts';
import { endingsOf, readGlobs } from '../../../../src/commands/save/globs.ts';

suite('The files that the save key saves atomically', () => {
  test('are named by globs: names anywhere, paths from the folder on, paths anywhere', () => {
    assert.deepEqual(readGlobs(['*.json', ' config/** ', './a/b.txt', '**/data/*.csv', '/etc/hosts', 'C:/a']), [
      { is: 'anywhere', pattern: '**/*.json' },
      { is: 'in-folder', pattern: 'config/**' },
      { is: 'in-folder', pattern: 'a/b.txt' },
      { is: 'anywhere', pattern: '**/data/*.csv' },
      { is: 'anywhere', pattern: '/etc/hosts' },
      { is: 'anywhere', pattern: 'C:/a' },
    ]);
  });

  test('are known by name alone where the glob is a name or an extension', () => {
    assert.deepEqual(endingsOf(readGlobs(['*.json', 'package.json', '*.test.ts', 'a?.txt', 'x/*.ini', '**/*.csv', '**/b/c', '.env'])), { names: ['package.json', '.env'], extensions: ['.json', '.csv'] });
  });

  test('are none where the setting is no list, or has what is no text', () => {
    for (const setting of [undefined, null, '*.json', { 0: 'a' }, [1, null, '', '  ']]) assert.deepEqual(readGlobs(setting), []);
  });
});

suite('The code actions of a save', () => {
  test('are of the kinds that are not "never", those that fix first, and of outer and inner kinds the outer', () => {
    const setting = { 'source.sort': 'explicit', 'source.fixAll.a': true, 'source.fixAll.b': 'always', 'source.x': 'never', 'source.y': false, 'source.sort.deep': true };
    assert.deepEqual(readOnSave(setting), { kinds: ['source.fixAll.a', 'source.fixAll.b', 'source.sort'], excluded: ['source.x'] });
    assert.deepEqual(readOnSave(['source.sort', 'source.fixAll']), { kinds: ['source.sort', 'source.fixAll'], excluded: [] });
    for (const none of [undefined, null, {}, 'source.fixAll', []]) assert.deepEqual(readOnSave(none), { kinds: [], excluded: [] });
  });

  test('leave out those below a kind that is excluded, unless what is wanted is narrower', () => {
    assert.equal(isExcluded('source.fixAll.a', 'source.fixAll', ['source.fixAll.a']), true);
    assert.equal(isExcluded('source.fixAll.ab', 'source.fixAll', ['source.fixAll.a']), false);
    assert.equal(isExcluded('source.fixAll.a', 'source.fixAll.a', ['source.fixAll']), false);
    assert.equal(isExcluded(undefined, 'source.fixAll', []), true);
  });
});
