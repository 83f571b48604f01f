// Version control systems whose locks were held and left behind by themselves.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { programPath } from './demo/crew.ts';
import { commitWaitingInEditor } from './demo/git-commit.ts';
import { makeRepo } from './demo/git-repo.ts';
import { shellWord } from './demo/shell.ts';
import { plainly, testProgram, type Act } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { telling } from './programs/scene.ts';

/** An editor for a commit's message, which waits for it on standard input. */
const editor = `${shellWord(process.execPath)} ${shellWord(programPath('editor.ts'))}`;
/** What waits on standard input, and then goes well. */
const waiter = [process.execPath, programPath('hook.ts')] as const;

testProgram(
  'git commit in its editor',
  lackOfPackages(['git']),
  { kind: 'git-index', killed: { now: 'suspect', watched: 'stale' }, released: plainly(null) },
  async (scene) => {
    const repo = await makeRepo(scene.at('repo'));
    const commit = await commitWaitingInEditor(scene.crew, repo);
    // Its editor has no part in the lock, but may be taken for git that has just forked: it ends as well.
    return { lockPath: commit.lockPath, pid: commit.gitPid, release: commit.finish, afterDeath: commit.kill };
  },
);

const mercurial: Act = async (scene) => {
  await scene.run(['hg', 'init', 'repo']);
  const repo = scene.at('repo');
  writeFileSync(scene.at('repo', 'notes.txt'), 'first\n');
  await scene.run(['hg', '--cwd', repo, 'add', 'notes.txt']);
  const actor = scene.start(['hg', 'commit', '--user', 'ann'], { cwd: repo, env: { HGEDITOR: editor } });
  await actor.announced();
  return { lockPath: scene.at('repo', '.hg', 'wlock'), pid: actor.pid, release: telling(actor, 'A change') };
};

testProgram(
  'hg commit in its editor: wlock',
  lackOfPackages(['mercurial']),
  {
    kind: 'hg-wlock',
    killed: plainly('stale'),
    released: plainly(null),
    beside: (place) => place.endsWith('/.hg/store/lock'),
  },
  mercurial,
);

testProgram(
  'hg commit in its editor: the store\'s lock',
  lackOfPackages(['mercurial']),
  {
    kind: 'hg-store',
    killed: plainly('stale'),
    released: plainly(null),
    beside: (place) => place.endsWith('/.hg/wlock'),
  },
  async (scene) => ({ ...(await mercurial(scene)), lockPath: scene.at('repo', '.hg', 'store', 'lock') }),
);

/** Breezy locks the checkout and its branch, and has a kernel lock on the dirstate. */
const breezy = (name: 'branch' | 'checkout'): Act => async (scene) => {
  await scene.run(['brz', 'whoami', 'Ann Demo <ann@demo.example>']);
  await scene.run(['brz', 'init', '--quiet', 'repo']);
  writeFileSync(scene.at('repo', 'notes.txt'), 'first\n');
  await scene.run(['brz', 'add', '--quiet', 'repo/notes.txt']);
  const actor = scene.start(['brz', 'commit'], { cwd: scene.at('repo'), env: { BRZ_EDITOR: editor } });
  await actor.announced();
  return { lockPath: scene.at('repo', '.bzr', name, 'lock', 'held'), pid: actor.pid, release: telling(actor, 'A change') };
};

for (const name of ['branch', 'checkout'] as const) {
  testProgram(
    `brz commit in its editor: ${name}`,
    lackOfPackages(['brz']),
    {
      kind: 'brz',
      killed: plainly('stale'),
      released: plainly(null),
      beside: (place) => place.endsWith('/lock/held') || place.endsWith('/dirstate'),
    },
    breezy(name),
  );
}

testProgram(
  'svn commit in its editor: the working copy',
  lackOfPackages(['subversion']),
  { kind: 'svn-working-copy', named: false, killed: plainly('undecided'), released: plainly(null) },
  async (scene) => {
    const repository = path.join(scene.home, 'repository');
    await scene.run(['svnadmin', 'create', repository]);
    await scene.run(['svn', 'checkout', '--quiet', `file://${repository}`, 'copy']);
    writeFileSync(scene.at('copy', 'notes.txt'), 'first\n');
    await scene.run(['svn', 'add', '--quiet', 'copy/notes.txt']);
    const actor = scene.start(['svn', 'commit', '--force-interactive'], { cwd: scene.at('copy'), env: { SVN_EDITOR: editor } });
    await actor.announced();
    return { lockPath: scene.at('copy', '.svn', 'wc.db'), pid: actor.pid, release: telling(actor, 'A change') };
  },
);

testProgram(
  'svnadmin freeze: the repository\'s write-lock',
  lackOfPackages(['subversion']),
  {
    kind: 'svn-repository',
    killed: plainly('idle'),
    released: plainly('idle'),
    beside: (place) => place.includes('/repo/db/') || place.includes('/repo/locks/'),
  },
  async (scene) => {
    await scene.run(['svnadmin', 'create', 'repo']);
    const actor = scene.start(['svnadmin', 'freeze', 'repo', '--', ...waiter]);
    await actor.announced();
    return { lockPath: scene.at('repo', 'db', 'write-lock'), pid: actor.pid, release: telling(actor, 'go on') };
  },
);
