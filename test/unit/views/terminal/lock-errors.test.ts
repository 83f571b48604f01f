// Real messages: those of git 2.39, Mercurial 6.3, Subversion 1.14, Breezy 3.3, dpkg 1.21, apt 2.6, cargo 1.95,
// Terraform 1.11 and proper-lockfile 4.1 were taken down from these programs; the others come from issues about them.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findLockError, isSilent, type LockError } from '../../../../src/views/terminal/lock-errors.ts';

type Expected = Omit<LockError, 'pid' | 'waits'> & Partial<LockError>;

const escape = '\u001B';
const gradleLines = [
  '> Timeout waiting to lock file hash cache (/ws/.gradle/4.4/fileHashes). It is currently in use by another Gradle instance.',
  '  Owner PID: 31662', '  Our PID: 1499', '  Owner Operation: ', '  Our operation: ', '  Lock file: /ws/.gradle/4.4/fileHashes/fileHashes.lock', ''];
const terraformLines = [
  `${escape}[31m╷${escape}[0m${escape}[0m`,
  `${escape}[31m│${escape}[0m ${escape}[0m${escape}[1m${escape}[31mError: ${escape}[0m${escape}[0m${escape}[1mError acquiring the state lock${escape}[0m`,
  `${escape}[31m│${escape}[0m ${escape}[0m`,
  `${escape}[31m│${escape}[0m ${escape}[0m${escape}[0mError message: resource temporarily unavailable`,
  `${escape}[31m│${escape}[0m ${escape}[0mLock Info:`,
  `${escape}[31m│${escape}[0m ${escape}[0m  ID:        c2c93aef-4d5f-a6aa-3d5d-d5a9a7a3c6d1`,
  `${escape}[31m│${escape}[0m ${escape}[0m  Path:      terraform.tfstate`,
  `${escape}[31m│${escape}[0m ${escape}[0m  Operation: OperationTypeApply`];
const elocked = [
  'Error: Lock file is already being held',
  '    at /app/node_modules/proper-lockfile/lib/lockfile.js:68:47',
  '    at FSReqCallback.oncomplete (node:fs:198:5) {', "  code: 'ELOCKED',", "  file: '/ws/data.json'", '}'];
const snakemake = [
  'LockException:',
  'Error: Directory cannot be locked. Please make sure that no other Snakemake process is trying to create the same files in the following directory:',
  '/ws/flow',
  'If you are sure that no other instances of snakemake are running on this directory, the remaining lock was likely caused by a kill signal or a power loss. It can be removed with the --unlock argument.'];

const real: readonly (readonly [string, Expected])[] = [
  ["fatal: Unable to create '/ws/.git/index.lock': File exists.\n\nAnother git process seems to be running in this repository, e.g.\n", { tool: 'git', place: '/ws/.git/index.lock' }],
  ["fatal: cannot lock ref 'HEAD': Unable to create '/ws/.git/refs/heads/it's.lock': File exists.", { tool: 'git', place: "/ws/.git/refs/heads/it's.lock" }],
  ['error: could not lock config file .git/config: File exists', { tool: 'git', place: '/ws/.git/config.lock' }],
  ["waiting for lock on working directory of /ws/h held by process '28354' on host 'vm'\n", { tool: 'Mercurial', place: '/ws/h/.hg/wlock', pid: 28354, waits: true }],
  ["waiting for lock on working directory of /ws/h held by process '1' on host 'other'\nabort: working directory of /ws/h: timed out waiting for lock held by 'other:1'\n", { tool: 'Mercurial', place: '/ws/h/.hg/wlock', pid: 1 }],
  ["waiting for lock on repository /ws/h held by process '28354' on host 'vm'", { tool: 'Mercurial', place: '/ws/h/.hg/store/lock', pid: 28354, waits: true }],
  ["abort: repository /ws/h: timed out waiting for lock held by 'vm:28354'", { tool: 'Mercurial', place: '/ws/h/.hg/store/lock', pid: 28354 }],
  ["svn: E155004: Run 'svn cleanup' to remove locks (type 'svn help cleanup' for details)\nsvn: E155004: Working copy '/ws/s' locked.\nsvn: E155004: '/ws/s' is already locked.", { tool: 'Subversion', place: '/ws/s/.svn/wc.db' }],
  ['Unable to obtain lock file:///ws/a%20b/ held by u on otherhost (process #1), acquired 498682 hours, 36 minutes ago.\nWill continue to try until 10:36:47, unless you press Ctrl-C.\nSee "brz help break-lock" for more.\n', { tool: 'Breezy', place: '/ws/a b', pid: 1, waits: true }],
  ['dpkg: error: dpkg frontend lock was locked by another process with pid 18732\nNote: removing the lock file is always wrong', { tool: 'dpkg', place: '/var/lib/dpkg/lock-frontend', pid: 18732 }],
  ['dpkg: error: dpkg database lock was locked by another process with pid 18732', { tool: 'dpkg', place: '/var/lib/dpkg/lock', pid: 18732 }],
  ['Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 18732 (python3)...', { tool: 'apt', place: '/var/lib/dpkg/lock-frontend', pid: 18732, waits: true }],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1797 (apt-get)', { tool: 'apt', place: '/var/lib/dpkg/lock-frontend', pid: 1797 }],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend - open (11: Resource temporarily unavailable)', { tool: 'apt', place: '/var/lib/dpkg/lock-frontend' }],
  ['E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?', { tool: 'apt', place: '/var/lib/dpkg/lock-frontend' }],
  ['    Blocking waiting for file lock on artifact directory\n', { tool: 'cargo', place: '/ws/target', waits: true }],
  ['    Blocking waiting for file lock on build directory\n', { tool: 'cargo', place: '/ws/target', waits: true }],
  ['    Blocking waiting for file lock on package cache\n', { tool: 'cargo', place: null, waits: true }],
  [terraformLines.join('\r\n'), { tool: 'Terraform', place: '/ws/terraform.tfstate' }],
  ['Error: Error acquiring the state lock', { tool: 'Terraform', place: null }],
  [elocked.join('\n'), { tool: 'proper-lockfile', place: '/ws/data.json.lock' }],
  ['Error: Lock file is already being held', { tool: 'proper-lockfile', place: null }],
  [' ⨯ Unable to acquire lock at /ws/.next/dev/lock, is another instance of next dev running?', { tool: 'Next.js', place: '/ws/.next/dev/lock' }],
  [snakemake.join('\n'), { tool: 'Snakemake', place: '/ws/flow/.snakemake/locks' }],
  [gradleLines.join('\n'), { tool: 'Gradle', place: '/ws/.gradle/4.4/fileHashes/fileHashes.lock', pid: 31662 }],
  ['Another command (pid=605545) is running. Waiting for it to complete on the server (server_pid=598401)...', { tool: 'Bazel', place: null, pid: 605545, waits: true }],
  ["filelock._error.Timeout: The file lock '/ws/cache/x.lock' could not be acquired.", { tool: 'filelock', place: '/ws/cache/x.lock' }],
  ['warning Waiting for the other yarn instance to finish (19656)', { tool: 'Yarn', place: null, pid: 19656, waits: true }],
];

suite('Lock errors in the output of programs', () => {
  for (const [output, expected] of real) {
    test(`${expected.tool}: ${output.replaceAll(/[^ -~]/g, ' ').trim().slice(0, 70)}`, () => {
      assert.deepEqual(findLockError(output, '/ws'), { pid: null, waits: false, ...expected });
    });
  }

  test('the last message counts, as after a retry', () => {
    const output = "fatal: Unable to create '/a/.git/index.lock': File exists.\n...\nfatal: Unable to create '/b/.git/index.lock': File exists.\n";
    assert.equal(findLockError(output, null)?.place, '/b/.git/index.lock');
  });

  test('who waited and goes on is not waiting', () => {
    assert.equal(findLockError('    Blocking waiting for file lock on build directory\n   Compiling a v0.1.0\nerror: could not compile `a`\n', '/ws'), null);
    assert.notEqual(findLockError('    Blocking waiting for file lock on build directory\n^C\n', '/ws'), null);
  });

  test('an output of nothing but marks for the terminal is silent', () => {
    assert.ok(isSilent(''));
    assert.ok(isSilent(`${escape}]633;C\u0007\r\n${escape}[?2004h`));
    assert.ok(!isSilent(`${escape}[31m.`));
  });

  test('a relative path needs to be known from where', () => {
    assert.equal(findLockError('error: could not lock config file .git/config: File exists', null)?.place, null);
  });

  for (const other of [
    '',
    "fatal: Unable to create '/ws/.git/index.lock': Permission denied",
    'error: pathspec index.lock did not match any file(s) known to git',
    'npm error code ELIFECYCLE',
    'Blocking waiting for nothing',
    'added 12 packages, changed package-lock.json, yarn.lock',
  ]) {
    test(`not a lock error: ${other}`, () => assert.equal(findLockError(other, '/ws'), null));
  }
});
