import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { capitalized, escapeMarkdown, inlineCode, inlineCodeInTable, oneLine, withoutIcons, withoutLinks } from '../../../src/views/safe-text.ts';

suite('Names that come from anywhere', () => {
  test('stay in one line and keep their reading direction', () => {
    assert.equal(oneLine('a\nb\u202Ec\u0007'), 'a\\u{a}b\\u{202e}c\\u{7}');
    assert.equal(oneLine('Grüße 锁 🔒'), 'Grüße 锁 🔒');
  });

  test('are no links in notifications', () => {
    assert.doesNotMatch(withoutLinks('[click](command:evil)'), /\]\(/);
  });

  test('are no icons in labels', () => {
    assert.equal(withoutIcons('$(bug).lock'), '\\$(bug).lock');
  });

  test('are no Markdown in running text', () => {
    assert.equal(escapeMarkdown('*a* [b](c) <img> `d` $e$ | f'), '\\*a\\* \\[b\\](c) \\<img\\> \\`d\\` \\$e\\$ \\| f');
    assert.equal(escapeMarkdown('see http://x.y'), 'see http:\\//x.y');
    assert.equal(escapeMarkdown('It names pid 12 (git commit -a).'), 'It names pid 12 (git commit -a).');
  });

  test('do not leave their code span', () => {
    assert.equal(inlineCode('/a/b.lock'), '`/a/b.lock`');
    assert.equal(inlineCode('a`b'), '``a`b``');
    assert.equal(inlineCode('``a'), '``` ``a ```');
    assert.equal(inlineCode(''), '`  `');
    assert.equal(inlineCodeInTable('a|b'), '`a\\|b`');
  });

  test('a sentence begins in upper case', () => {
    assert.equal(capitalized('it is'), 'It is');
    assert.equal(capitalized(''), '');
  });
});
