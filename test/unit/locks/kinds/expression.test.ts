import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plain } from '../../../../src/base/text.ts';
import { compileExpression } from '../../../../src/locks/kinds/expression.ts';

describe('an expression that is taken', () => {
  const taken: readonly (readonly [source: string, content: string, found: string | null])[] = [
    ['pid=(\\d+)', 'host=vm\npid=4312\n', '4312'],
    ['^pid\\s*[:=]\\s*(\\d+)$', 'x\npid : 4312\ny', '4312'],
    ['(?:by )(\\d+)', 'held by 4312', '4312'],
    ['(\\d{1,7})', 'no number', null],
    ['"owner":\\s*"[^"#]*#(\\d+)"', '{"owner": "vm#4312"}', '4312'],
    ['\\bworker-([0-9]{4})\\b', 'worker-4312', '4312'],
    ['\\[(\\d+)\\]', '[4312]', '4312'],
    ['-?(\\d+)', '-4312', '4312'],
    ['\\x5b(\\d+)', '[4312', '4312'],
  ];
  for (const [source, content, found] of taken) {
    test(source, () => {
      const expression = compileExpression(source);
      assert.ok('find' in expression, 'template' in expression ? plain(expression) : '');
      assert.equal(expression.find(content), found);
    });
  }

  test('looks at the beginning only', () => {
    const expression = compileExpression('pid=(\\d+)');
    assert.ok('find' in expression);
    assert.equal(expression.find(`${' '.repeat(4085)}pid=4312`), '4312');
    assert.equal(expression.find(`${' '.repeat(4096)}pid=4312`), null);
  });
});

describe('an expression that is refused', () => {
  const refused: Readonly<Record<string, string>> = {
    'two quantifiers in one another': '(\\d+)+',
    'a repeated group': '(?:a|b)*(\\d)',
    'a repeated group, counted': '(\\d){2,}',
    alternatives: 'pid=(\\d+)|owner',
    'looking ahead': '(?=a)(\\d+)',
    'looking behind': '(?<=a)(\\d+)',
    'a reference back': '(\\d)\\1',
    'a named group': '(?<pid>\\d+)',
    'repeated characters that overlap': '\\d*\\d*(\\d)',
    'optional characters that overlap': 'a?a?a?a?(a)',
    'an end that cannot be told': '.*(\\d+)',
    'ranges that overlap far from Latin': '[\\u4e00-\\u4f00]*[\\u4e80-\\u5000](\\d)',
    'what is excluded, twice': '[^\\0-\\u024f]*[^\\0-\\u024f](\\d)',
    'an overlap behind something optional': '\\s*-?\\s*(\\d)',
    'no group': '\\d+',
    'two groups': '(\\d+)-(\\d)',
    'no regular expression': '([z-a])',
    'an open group': '(\\d+',
    'a bare bracket': '{(\\d+)}',
    nothing: '',
    'a long one': `(\\d)${'a'.repeat(200)}`,
  };
  for (const [why, source] of Object.entries(refused)) test(`${why}: ${source.slice(0, 40)}`, () => assert.ok('template' in compileExpression(source)));
});

test('what was taken reads the worst content in the square of its length at most', () => {
  const expression = compileExpression('a+b+c+(\\d+)x');
  assert.ok('find' in expression);
  assert.equal(expression.find('a'.repeat(4096)), null);
});
