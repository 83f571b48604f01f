// What is typed into a terminal, read by a real shell.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { commandLine } from '../../src/views/terminal/command-line.ts';

suite('A command line in a real shell', { skip: process.platform === 'win32' }, () => {
  for (const shell of ['sh', 'bash']) {
    test(`${shell} reads back the very words`, () => {
      const words = ['a b', "it's", '"', '$HOME', '`id`', '$(id)', '!!', '\\', '*', '~', '', '#x', '&&', '-n', 'A=b', 'ä'];
      const line = commandLine(['printf', '%s\\n', ...words], 'posix') ?? assert.fail();
      assert.deepEqual(execFileSync(shell, ['-c', line], { encoding: 'utf8' }).split('\n').slice(0, -1), words);
    });
  }
});
