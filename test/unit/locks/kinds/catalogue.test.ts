import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { desktopSamples } from './desktop.samples.ts';
import { editorSamples } from './editors.samples.ts';
import { javascriptSamples } from './javascript.samples.ts';
import { readingOf } from './sample.ts';
import { subversionSamples } from './subversion.samples.ts';
import { versionControlSamples } from './version-control.samples.ts';

/** The entries of the catalogue of lock formats for version control, JavaScript tools, editors and desktop programs. */
const entries = `git index
git partial commit index
git lock pid sidecar (core.lockfilePid, new in git 2.54, off by default)
git HEAD / refs
git packed-refs
git config
git shallow
git gc
git maintenance
git reftable
git worktree lock (administrative)
git misc state files
mercurial working copy
mercurial store
bzr / breezy LockDir
darcs
CVS repository
svn working copy
svn user lock
svn FSFS repository
jujutsu
proper-lockfile (also yarn 1 --mutex file, Playwright __dirlock, Verdaccio, Detox, many CLIs)
yarn 1 mutex
npx (libnpmexec with-lock)
npm package "lockfile" (npm<=6 _locks/*.lock)
Next.js >= 15.6
Nuxt (@nuxt/cli)
Nx
Nx daemon
Turborepo daemon
Deno node_modules
Rush / node-core-library LockFile
AWS CDK cdk.out
SQLite unix-dotfile
Emacs
joe / mcedit / jed
Vim swap
Neovim swap
nano --locking
LibreOffice document
LibreOffice profile
MS Office
Chromium / Electron
Firefox
VS Code workspaceStorage
VS Code main
JetBrains IDE
Qt QLockFile
KiCad
Unity
GnuPG
X server
liblockfile / dotlockfile
procmail lockfile`.split('\n');

const samples = [...versionControlSamples, ...subversionSamples, ...javascriptSamples, ...editorSamples, ...desktopSamples];

describe('the catalogue of lock formats', () => {
  for (const entry of entries) {
    test(`${entry} has a sample that is read as a lock`, () => {
      const [sample] = samples.filter(({ of }) => of === entry);
      assert.ok(sample !== undefined);
      assert.notEqual(readingOf(sample), null);
    });
  }

  test('samples are of entries that the catalogue has', () => {
    for (const { of } of samples) assert.ok(of === undefined || entries.includes(of), of);
  });
});
