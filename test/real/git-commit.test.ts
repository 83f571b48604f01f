import assert from 'node:assert/strict';
import { existsSync, lstatSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Crew, programPath } from './demo/crew.ts';
import { commitWaitingInEditor } from './demo/git-commit.ts';
import type { WaitingCommit } from './demo/git-commit.ts';
import { git, makeRepo } from './demo/git-repo.ts';
import { isAlive, openersOf, workingIn } from './demo/processes.ts';
import { tempFolder } from './demo/temp-folder.ts';
import { waitFor } from './demo/wait.ts';

const linux = process.platform === 'linux';

describe('a git commit that waits for its editor', () => {
  it('is alive, has its lock, and nobody has that open', async () => {
    await withCommit(async ({ gitPid, editorPid, lockPath }) => {
      assert.ok(isAlive(gitPid) && isAlive(editorPid) && gitPid !== editorPid);
      assert.ok(lstatSync(lockPath).isFile());
      if (linux) assert.deepEqual(openersOf(lockPath), []);
    });
  });

  it('commits when its editor is done', async () => {
    await withCommit(async ({ gitPid, editorPid, lockPath, finish }, repo) => {
      await finish();
      assert.ok(!existsSync(lockPath));
      assert.equal(await git(repo, 'log', '-1', '--format=%s'), 'A change');
      await waitFor(() => !isAlive(gitPid) && !isAlive(editorPid), 'git and its editor to end');
    });
  });

  it('leaves its lock when it is killed, and no process', async () => {
    await withCommit(async ({ gitPid, editorPid, lockPath, kill }, repo) => {
      await kill();
      assert.ok(lstatSync(lockPath).isFile());
      assert.ok(!isAlive(gitPid) && !isAlive(editorPid));
      await assert.rejects(git(repo, 'commit', '--all', '--message', 'no'), /Unable to create .*index\.lock': File exists/);
    });
  });
});

describe('a crew', () => {
  it('lets nobody start after its end', async () => {
    const crew = new Crew();
    await crew.end();
    assert.throws(() => crew.start({ command: 'cat', args: [], cwd: '.' }), /ended/);
  });

  it('reports a program that is not there', () => {
    assert.throws(() => new Crew().start({ command: 'lockscope-no-such-program', args: [], cwd: '.' }), /cannot start/);
  });

  it('passes on what a program complained about when it did not announce itself', async () => {
    const crew = new Crew();
    await assert.rejects(crew.startProgram('hold-file.ts', ['/no/such/folder/a.lock', 'pid'], '.'), /ENOENT/);
    await crew.end();
  });

  it('does not outlive whoever started it', { skip: !linux }, async () => {
    using temp = tempFolder();
    const crew = new Crew();
    const starter = crew.start({ command: process.execPath, args: [programPath('start-and-wait.ts'), temp.path], cwd: '.' });
    const pids = (await starter.announced()).split(' ').map(Number);
    assert.ok(pids.every(isAlive));
    starter.signal('SIGKILL');
    await waitFor(() => !pids.some(isAlive) && workingIn(temp.path).length === 0, 'all to end');
    await crew.end();
  });
});

async function withCommit(test: (commit: WaitingCommit, repo: string) => Promise<void>): Promise<void> {
  using temp = tempFolder();
  const crew = new Crew();
  try {
    const repo = await makeRepo(temp.path);
    await test(await commitWaitingInEditor(crew, repo), repo);
  } finally {
    await crew.end();
  }
}
