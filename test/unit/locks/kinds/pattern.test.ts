import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { compilePattern, PatternIndex } from '../../../../src/locks/kinds/pattern.ts';

/** By pattern: the paths that fit it, and those that do not. */
const cases: Readonly<Record<string, readonly [fits: readonly string[], not: readonly string[]]>> = {
  'wc.db': [['/w/wc.db', '/wc.db'], ['/w/awc.db', '/w/wcxdb', '/w/wc.db/a']],
  '.hg/store/lock': [['/w/.hg/store/lock', '/.hg/store/lock'], ['/w/a.hg/store/lock', '/w/.hg/lock', '/w/.hg/store/x/lock']],
  '*.lock': [['/w/a.lock', '/w/.lock', '/w/a.b.lock'], ['/w/a.locks', '/w/alock']],
  '.*.swp': [['/w/.a.swp', '/w/..swp'], ['/w/a.swp', '/w/.swp']],
  '.#*': [['/w/.#a', '/w/.#'], ['/w/#a', '/w/a.#b']],
  '~$*': [['/w/~$a.docx'], ['/w/~a.docx', '/w/a~$']],
  '.~lock.*#': [['/w/.~lock.a.odt#'], ['/w/.~lock.a.odt', '/w/x.~lock.a#']],
  '*#*.lock': [['/w/a#1.lock'], ['/w/a.lock', '/w/a#1.locks']],
  '*-lock': [['/w/a-lock', '/w/.X5-lock'], ['/w/lock', '/w/a-lock.txt']],
  '.bzr/*/lock/held': [['/w/.bzr/branch/lock/held'], ['/w/.bzr/lock/held', '/w/.bzr/a/b/lock/held']],
  '.gradle/**/*.lock': [['/w/.gradle/a.lock', '/w/.gradle/8.1/a.lock', '/w/.gradle/8.1/b/a.lock'], ['/w/gradle/a.lock', '/w/.gradle.lock']],
  'turbod-*/*/turbod.pid': [['/tmp/turbod-1000/0f1e/turbod.pid'], ['/tmp/turbod-1000/turbod.pid', '/tmp/turbod/0f1e/turbod.pid']],
  'a+(b)/c[1].lock': [['/w/a+(b)/c[1].lock'], ['/w/aab/c1.lock']],
};

function parts(place: string): [name: string, folder: string] {
  return [path.basename(place), path.dirname(place)];
}

describe('patterns', () => {
  for (const [source, [fits, not]] of Object.entries(cases)) {
    const pattern = compilePattern(source);
    const index = new PatternIndex<string>();
    index.add(pattern, source);
    test(source, () => {
      for (const place of fits) {
        const [name, folder] = parts(place);
        assert.ok(pattern.fitsName(name) && pattern.fitsFolder(folder), place);
        assert.ok(index.has(name, folder), `${place} by the index`);
        assert.deepEqual(index.find(name, folder), [source]);
      }
      for (const place of not) {
        const [name, folder] = parts(place);
        assert.ok(!(pattern.fitsName(name) && pattern.fitsFolder(folder)), place);
        assert.ok(!index.has(name, folder), `${place} by the index`);
        assert.deepEqual(index.find(name, folder), []);
      }
    });
  }

  for (const source of ['', '/', '*', '.gradle/*', '.gradle/**', '**']) {
    test(`"${source}" would fit every file`, () => assert.throws(() => compilePattern(source), RangeError));
  }
});

describe('the index', () => {
  test('tells all that stand at a place, and nothing of others', () => {
    const index = new PatternIndex<string>();
    for (const source of ['lock', '.dvc/tmp/lock', '*.lock', '.X*-lock', '*-lock', '.#*']) index.add(compilePattern(source), source);
    assert.deepEqual(index.find('lock', '/w/.dvc/tmp'), ['lock', '.dvc/tmp/lock']);
    assert.deepEqual(index.find('lock', '/w'), ['lock']);
    assert.deepEqual(index.find('.X5-lock', '/tmp').sort(), ['*-lock', '.X*-lock']);
    assert.deepEqual(index.find('.#a.lock', '/w').sort(), ['*.lock', '.#*']);
    assert.deepEqual(index.find('block', '/w'), []);
  });
});
