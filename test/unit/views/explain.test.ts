import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain, text } from '../../../src/base/text.ts';
import type { Lock } from '../../../src/locks/lock.ts';
import { explainPage, releasedPage } from '../../../src/views/explain/page.ts';
import { lockReport } from '../../../src/views/report.ts';
import { aHolder, aLock, now } from './a-lock.ts';

const evidence = [
  { code: 'pid-dead', supports: 'stale', message: text('it names pid {pid}, which is not running', { pid: 4312 }) },
  { code: 'not-open', supports: 'neutral', message: text('no process that can be seen has it open') },
] as const;
const holder = aHolder({ pid: 4312, host: 'here', user: 'ada', command: 'git log | <b>`x`</b>', cwd: '/ws/a|b', startedAt: now });
const stale = aLock('stale', { verdict: { state: 'stale', evidence }, holder });

const processes = { terminals: [{ pid: 40, name: 'zsh' }], extensionHost: 1, editor: 2 };

function page(lock: Lock): string {
  return explainPage({ lock, now, say: plain, processes });
}

suite('The page that explains a lock', () => {
  test('says the verdict, its evidence and which way each fact points', () => {
    assert.match(page(stale), /^# Git index lock: stale\n/);
    assert.match(page(stale), /- It names pid 4312, which is not running\. \*Speaks for stale\.\*/);
    assert.match(page(stale), /- No process that can be seen has it open\. \*Decides nothing\.\*/);
  });

  test('says what is known of the holder, and no Markdown of its own', () => {
    assert.match(page(stale), /\| Command \| ``git log \\\| <b>`x`<\/b>`` \|/);
    assert.match(page(stale), /\| Working folder \| `\/ws\/a\\\|b` \|/);
    assert.match(page(stale), /\| Locked since \| .+, 3 m 12 s ago \|/);
  });

  test('says what to try first, and what breaking would do', () => {
    assert.match(page(aLock('held')), /## What to try first\n\n1\. .+git status/s);
    for (const state of ['held', 'suspect', 'stale', 'unknown', 'idle'] as const) assert.match(page(aLock(state)), /## What breaking it would do\n\n\S/);
  });

  test('says where its holder comes from', () => {
    const parents = [{ pid: 50, program: 'npm' }, { pid: 40, program: 'zsh' }];
    const lines = page(aLock('held', { holder: aHolder({ pid: 60, command: 'node build', parents, container: null }) }));
    assert.match(lines, /\| Comes from \| terminal zsh \\> npm \\> node \|/);
    assert.match(lines, /\| Started by \| zsh \(40\) \\> npm \(50\) \|/);
    assert.match(page(aLock('unknown', { holder: aHolder({ pid: 60, container: 'c0ffee' }) })), /\| Container \| `c0ffee` \|/);
  });

  test('lists what the kernel has locked, by whom, and who waits', () => {
    const kernelLock = { by: 'posix', mode: 'write', start: 0, end: 99, holders: [aHolder({ pid: 7, command: 'sqlite3 a' })], waiters: [aHolder({ pid: 8, command: 'b' })] } as const;
    const lines = page(aLock('held', { kernelLocks: [kernelLock, { ...kernelLock, holders: [], waiters: [] }], waiters: kernelLock.waiters }));
    assert.match(lines, /## What the kernel has locked\n\n\| Lock \| Of \| Held by \| Waited for by \|/);
    assert.match(lines, /\| Exclusive kernel lock \(fcntl\) \| bytes 0 to 99 \| sqlite3 a \(7\) \| b \(8\) \|/);
    assert.match(lines, /\| not to be seen from here \|/);
    assert.match(lines, /\| Waiting for it \| b \(8\) \|/);
    assert.doesNotMatch(page(aLock('held')), /kernel/);
  });

  test('a thousand kernel locks and waiters are not all listed', () => {
    const waiters = Array.from({ length: 1000 }, (_, i) => aHolder({ pid: i }));
    const kernelLocks = waiters.map(() => ({ by: 'flock', mode: 'read', start: 0, end: null, holders: [], waiters: [] }) as const);
    const lines = page(aLock('held', { kernelLocks, waiters }));
    assert.match(lines, /And 950 more\./);
    assert.match(lines, /pid 9 and 990 more \|/);
  });

  test('shows the commands of its tool as code, with their folder', () => {
    const ways = [{ argv: ['hg', 'debuglocks', '-W'], cwd: '/ws/re po', does: text('Frees the lock.') }];
    assert.match(page(aLock('held', { ways })), /## What its own tool offers\n\n- `hg debuglocks -W` {2}\n {2}Frees the lock\. To be run in `\/ws\/re po`\./);
    assert.doesNotMatch(page(aLock('held')), /own tool offers/);
  });

  test('admits that it knows nothing', () => {
    assert.match(page(aLock('unknown')), /Nothing is known of it but that it is there\./);
  });

  test('a lock that went is said to be gone', () => {
    assert.match(releasedPage('/ws/a.lock', plain), /^# No longer locked\n\n.+ `\/ws\/a\.lock`\./);
  });
});

suite('The report', () => {
  const report = (locks: readonly Lock[], troubles: readonly string[] = []): string => lockReport({ locks, troubles, versions: ['Lockscope 1.2.3', 'linux x64'], now, say: plain });

  test('lists every lock under its state, with holder and evidence', () => {
    const lines = report([aLock('held', { path: '/ws/b.lock' }), stale]);
    assert.ok(lines.indexOf('## Stale (1)') < lines.indexOf('## Held (1)'));
    assert.match(lines, /`\/ws\/app\/\.git\/index\.lock`: Git index lock \(`git-index`\), since 2026-03-04T11:56:48\.000Z \(3 m 12 s\)/);
    assert.match(lines, /Holder: pid 4312, git log \\\| .+, ada, here/);
    assert.match(lines, /It names pid 4312, which is not running \(`pid-dead`\)/);
  });

  test('tells of kernel locks, of where a holder comes from, and what its tool offers', () => {
    const kernelLock = { by: 'flock', mode: 'write', start: 0, end: null, holders: [aHolder({ pid: 7, command: 'a', parents: [{ pid: 6, program: 'npm' }, { pid: 5, program: 'zsh' }] })], waiters: [] } as const;
    const lines = report([aLock('held', { kernelLocks: [kernelLock, { ...kernelLock, holders: [] }], ways: [{ argv: ['hg', 'debuglocks'], cwd: '/ws', does: text('Helps.') }] })]);
    assert.match(lines, /Exclusive kernel lock \(flock\) on the whole file: pid 7, a, started by npm \\< zsh\n/);
    assert.match(lines, /on the whole file: not to be seen\n/);
    assert.match(lines, /Its own tool offers: `hg debuglocks`\n/);
  });

  test('names versions, and what could not be seen', () => {
    assert.match(report([], ['one folder']), /^# Lock report\n\n2026-03-04T12:00:00\.000Z, Lockscope 1\.2\.3, linux x64\n\nNothing is locked\.\n\n## Not seen\n\n- one folder\n$/);
  });
});
