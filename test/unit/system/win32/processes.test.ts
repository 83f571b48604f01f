import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProcesses, splitCommand } from '../../../../src/system/win32/processes.ts';

const node = { ProcessId: 4312, ParentProcessId: 800, Name: 'node.exe', CommandLine: String.raw`"C:\Program Files\nodejs\node.exe" server.js --name "a b"`, Created: '132223104061234567' };

// Written after the documentation of ConvertTo-Json and Win32_Process; never compared with a real Windows.
describe('processes as PowerShell lists them', () => {
  test('have a command, a parent and a start that names them for good', () => {
    assert.deepEqual(parseProcesses(`\uFEFF${JSON.stringify([node])}\r\n`).get(4312), {
      pid: 4312,
      parentPid: 800,
      program: 'node.exe',
      argv: [String.raw`C:\Program Files\nodejs\node.exe`, 'server.js', '--name', 'a b'],
      command: 'node.exe server.js --name a b',
      user: null,
      cwd: null,
      startedAt: Date.UTC(2020, 0, 1, 0, 0, 6, 123),
      startMark: '132223104061234567',
      stopped: false,
    });
  });

  test('may be one, or none', () => {
    assert.deepEqual([...parseProcesses(JSON.stringify(node)).keys()], [4312]);
    assert.equal(parseProcesses('\r\n').size, 0);
  });

  test('may keep their command and start to themselves', () => {
    const [process] = parseProcesses(JSON.stringify([{ ProcessId: 4, ParentProcessId: 0, Name: 'System', CommandLine: null, Created: null }])).values();
    assert.deepEqual([process?.command, process?.argv, process?.startedAt, process?.startMark], ['System', [], null, null]);
  });

  test('are left out where they make no sense', () => {
    assert.equal(parseProcesses('[null, 3, {"ProcessId": "4", "Name": "x"}, {"ProcessId": 4}]').size, 0);
    assert.throws(() => parseProcesses('Get-CimInstance : Access denied'), SyntaxError);
  });

  const lines: readonly (readonly [line: string, words: readonly string[]])[] = [
    ['git commit -m "a b"', ['git', 'commit', '-m', 'a b']],
    [String.raw`a.exe "C:\dir\\" b`, ['a.exe', String.raw`C:\dir` + '\\', 'b']],
    [String.raw`a "say \"hi\" now"`, ['a', 'say "hi" now']],
    [String.raw`a C:\x\y --p="q r"`, ['a', String.raw`C:\x\y`, '--p=q r']],
    ['a "" b', ['a', '', 'b']],
    ['a "open', ['a', 'open']],
    ['', []],
  ];
  for (const [line, words] of lines) test(`are started by ${line || 'nothing'}`, () => assert.deepEqual(splitCommand(line), words));
});
