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

function page(lock: Lock): string {
  return explainPage({ lock, now, say: plain });
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

  test('names versions, and what could not be seen', () => {
    assert.match(report([], ['one folder']), /^# Lock report\n\n2026-03-04T12:00:00\.000Z, Lockscope 1\.2\.3, linux x64\n\nNothing is locked\.\n\n## Not seen\n\n- one folder\n$/);
  });
});
