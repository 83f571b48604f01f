import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { commandLine, shellKindOf } from '../../../../src/views/terminal/command-line.ts';

suite('A command line for a shell', () => {
  test('the kind of a shell, by its name or its path', () => {
    assert.equal(shellKindOf('zsh'), 'posix');
    assert.equal(shellKindOf('/usr/bin/fish'), 'fish');
    assert.equal(shellKindOf('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'), 'powershell');
    assert.equal(shellKindOf('pwsh'), 'powershell');
    assert.equal(shellKindOf('C:\\Windows\\System32\\cmd.exe'), 'cmd');
    assert.equal(shellKindOf('C:\\Program Files\\Git\\bin\\bash.exe'), 'posix');
    assert.equal(shellKindOf(''), 'posix');
  });

  test('plain words stay as they are', () => {
    for (const shell of ['posix', 'fish', 'powershell', 'cmd'] as const) {
      assert.equal(commandLine(['hg', 'debuglocks', '--force-lock'], shell), 'hg debuglocks --force-lock');
    }
  });

  test('what a shell would expand is quoted', () => {
    assert.equal(commandLine(['vim', '-r', "it's $HOME/a b"], 'posix'), `vim -r 'it'\\''s $HOME/a b'`);
    assert.equal(commandLine(['vim', '-r', "it's \\a"], 'fish'), `vim -r 'it\\'s \\\\a'`);
    assert.equal(commandLine(['vim', '-r', "it's $a"], 'powershell'), "vim -r 'it''s $a'");
    assert.equal(commandLine(['vim', '-r', 'it\u2019s'], 'powershell'), "vim -r 'it\u2019\u2019s'");
    assert.equal(commandLine(['vim', '-r', 'C:\\a b\\'], 'cmd'), 'vim -r "C:\\a b\\\\"');
    assert.equal(commandLine(['x', '', '*', '~', 'a;b', '&', 'A=b'], 'posix'), "x '' '*' '~' 'a;b' '&' 'A=b'");
  });

  test('PowerShell calls a quoted program', () => {
    assert.equal(commandLine(['C:\\Program Files\\x.exe', 'a'], 'powershell'), "& 'C:\\Program Files\\x.exe' a");
  });

  test('what cannot be written safely is not written', () => {
    assert.equal(commandLine(['rm', 'a\u0003b'], 'posix'), null);
    assert.equal(commandLine(['rm', 'a\nb'], 'posix'), null);
    assert.equal(commandLine(['rm', 'a\u009bb'], 'fish'), null);
    assert.equal(commandLine(['rm', '%PATH%'], 'cmd'), null);
    assert.equal(commandLine(['rm', 'a"b'], 'cmd'), null);
    assert.equal(commandLine(['rm', 'a"b'], 'powershell'), null);
    assert.equal(commandLine([], 'posix'), null);
  });
});
