import assert from 'node:assert/strict';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { addSubmodule, addWorktree, git, gitEnvironment, gitIsAtLeast, gitPath, makeBareRepo, makeRepo, makeSeparateRepo } from './demo/git-repo.ts';
import { tempFolder } from './demo/temp-folder.ts';

describe('git repositories for tests', () => {
  it('have two commits on main, by nobody of this machine', async () => {
    using temp = tempFolder();
    await makeRepo(temp.path);
    const log = await git(temp.path, 'log', '--format=%an %ae %s');
    assert.deepEqual(log.split('\n'), Array.from({ length: 2 }, () => 'Ann Demo ann@demo.example Change notes.txt'));
    assert.equal(await git(temp.path, 'branch', '--show-current'), 'main');
    assert.equal(await git(temp.path, 'status', '--porcelain'), '');
    assert.equal(await gitPath(temp.path, 'index.lock'), path.join(temp.path, '.git', 'index.lock'));
  });

  it('keep a linked worktree in the git folder of the main one', async () => {
    using temp = tempFolder();
    const repo = await makeRepo(path.join(temp.path, 'repo'));
    const feature = await addWorktree(repo, path.join(temp.path, 'feature'));
    assert.ok(lstatSync(path.join(feature, '.git')).isFile());
    assert.equal(await gitPath(feature, 'index.lock'), path.join(repo, '.git/worktrees/feature/index.lock'));
  });

  it('keep a submodule in the git folder of the outer repository', async () => {
    using temp = tempFolder();
    const library = await makeRepo(path.join(temp.path, 'library'));
    const repo = await makeRepo(path.join(temp.path, 'repo'));
    const inner = await addSubmodule(repo, library, 'vendored');
    assert.equal(await gitPath(inner, 'index.lock'), path.join(repo, '.git/modules/vendored/index.lock'));
  });

  it('keep a git folder elsewhere', async () => {
    using temp = tempFolder();
    const repo = await makeSeparateRepo(path.join(temp.path, 'repo'), path.join(temp.path, 'store.git'));
    assert.equal(readFileSync(path.join(repo, '.git'), 'utf8'), `gitdir: ${path.join(temp.path, 'store.git')}\n`);
    assert.equal(await gitPath(repo, 'index.lock'), path.join(temp.path, 'store.git/index.lock'));
  });

  it('come bare', async () => {
    using temp = tempFolder();
    const repo = await makeRepo(path.join(temp.path, 'repo'));
    const bare = await makeBareRepo(repo, path.join(temp.path, 'bare.git'));
    assert.equal(await git(bare, 'rev-parse', '--is-bare-repository'), 'true');
    assert.equal(await git(bare, 'rev-parse', 'main'), await git(repo, 'rev-parse', 'main'));
  });
});

describe('the environment of git', () => {
  it('has none of the variables that git is steered by', () => {
    process.env['GIT_DIR'] = 'elsewhere';
    try {
      assert.equal(gitEnvironment()['GIT_DIR'], undefined);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('tells versions apart', async () => {
    assert.equal(await gitIsAtLeast(1, 99), true);
    assert.equal(await gitIsAtLeast(99, 0), false);
  });
});
