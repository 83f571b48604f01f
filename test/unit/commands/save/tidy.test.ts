import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { difference, insertFinalNewline, trimFinalNewlines, trimTrailingWhitespace, type Edit } from '../../../../src/commands/save/tidy.ts';

/** What a text is after edits that do not overlap. */
function edited(text: string, edits: readonly Edit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, character }: Edit['start']): number => (starts[line] ?? 0) + character;
  return edits.toReversed().reduce((now, { start, end, text: put }) => now.slice(0, offset(start)) + put + now.slice(offset(end)), text);
}

suite('What is tidied up on saving', () => {
  const cases = [
    { text: '', trimmed: '', final: '', fewer: '' },
    { text: 'a', trimmed: 'a', final: 'a\n', fewer: 'a' },
    { text: 'a\n', trimmed: 'a\n', final: 'a\n', fewer: 'a\n' },
    { text: 'a \t\n b\t\n\t\nc', trimmed: 'a\n b\n\nc', final: 'a \t\n b\t\n\t\nc\n', fewer: 'a \t\n b\t\n\t\nc' },
    { text: 'a\n\n\n', trimmed: 'a\n\n\n', final: 'a\n\n\n', fewer: 'a\n' },
    { text: '\n\n\n', trimmed: '\n\n\n', final: '\n\n\n', fewer: '' },
    // A last line of whitespace alone counts as one, but gets no line end.
    { text: 'a\n  ', trimmed: 'a\n', final: 'a\n  ', fewer: 'a\n  ' },
    { text: 'a\n\n  \n\n', trimmed: 'a\n\n\n\n', final: 'a\n\n  \n\n', fewer: 'a\n\n  \n' },
    // No-break spaces are text.
    { text: 'a\u00A0', trimmed: 'a\u00A0', final: 'a\u00A0\n', fewer: 'a\u00A0' },
  ];
  for (const { text, trimmed, final, fewer } of cases) {
    test(JSON.stringify(text), () => {
      const lines = text.split('\n');
      assert.equal(edited(text, trimTrailingWhitespace(lines)), trimmed);
      assert.equal(edited(text, insertFinalNewline(lines, '\n')), final);
      assert.equal(edited(text, trimFinalNewlines(lines)), fewer);
    });
  }

  test('the difference of two texts turns one into the other, and is no longer than it must be', () => {
    for (const [before, after, most] of [['', '', 0], ['abc', 'abc', 0], ['abc', 'axc', 1], ['aa', 'aaa', 1], ['abab', 'ab', 0], ['', 'x', 1], ['x', '', 0]] as const) {
      const { from, to, text } = difference(before, after);
      assert.equal(before.slice(0, from) + text + before.slice(to), after);
      assert.equal(text.length, most, `${before} to ${after}`);
    }
  });
});
