import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain } from '../../../src/base/text.ts';
import { describeOrigin, terminalOf, type Origin } from '../../../src/views/origin.ts';

const zsh = { pid: 100, name: 'zsh' };
const here = { terminals: [{ pid: 90, name: 'other' }, zsh], extensionHost: 50, editor: 40 };
const parent = (pid: number, program: string): Origin['parents'][number] => ({ pid, program });
const editorLine = [parent(45, 'node'), parent(40, 'node')];

function holder(parts: Partial<Origin>): Origin {
  return { pid: 300, command: 'node server.js', parents: [], container: null, ...parts };
}

function words(parts: Partial<Origin>): string | null {
  const origin = describeOrigin(holder(parts), here);
  return origin === null ? null : plain(origin);
}

suite('Where a holder comes from', () => {
  test('from a terminal of this window, with the steps from its shell on', () => {
    const parents = [parent(200, 'npm test'), parent(100, 'zsh'), ...editorLine];
    assert.equal(words({ parents }), 'terminal zsh > npm test > node');
    assert.equal(terminalOf(holder({ parents }), here.terminals), zsh);
  });

  test('the shell of a terminal itself may be the holder', () => {
    assert.equal(words({ pid: 100, command: '/bin/zsh -l', parents: editorLine }), 'terminal zsh');
  });

  test('from the extension host of this window', () => {
    assert.equal(words({ parents: [parent(50, 'node'), ...editorLine] }), 'this window of VS Code');
    assert.equal(words({ pid: 50 }), 'this window of VS Code');
  });

  test('from another window: the same editor, or another VS Code', () => {
    assert.equal(words({ parents: [parent(210, 'bash'), ...editorLine] }), 'another window of VS Code: node > bash > node');
    assert.equal(words({ parents: [parent(210, 'bash'), parent(20, 'Code Helper (Plugin)')] }), 'another window of VS Code: bash > node');
    assert.equal(words({ parents: [parent(20, 'code')] }), 'another window of VS Code: node');
  });

  test('from elsewhere, its whole line, bounded', () => {
    assert.equal(words({ parents: [parent(9, 'cron')] }), 'cron > node');
    assert.equal(words({ parents: [8, 7, 6, 5, 4, 3].map((pid) => parent(pid, `p${pid}`)) }), '… > p5 > p6 > p7 > p8 > node');
  });

  test('from a container, by the id that its tools show', () => {
    assert.equal(words({ container: '3fa85f6457174562b3fc2c963f66afa6' }), 'container 3fa85f645717');
  });

  test('nothing is said where nothing is known', () => {
    assert.equal(words({}), null);
    assert.equal(words({ command: null, parents: [parent(9, 'cron')] }), 'cron > ?');
  });

  test('a name of a program cannot add a line', () => {
    assert.equal(words({ parents: [parent(9, 'a\nb')] }), 'a\\u{a}b > node');
  });
});
