import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plain, text } from '../../../src/base/text.ts';
import { formatMoment } from '../../../src/views/moment.ts';
import { describeLock, inWorkspace, nameHolder, nameInWorkspace, shortCommand } from '../../../src/views/wording.ts';
import { aHolder, aLock, now } from './a-lock.ts';

const app = { name: 'app', path: '/ws/app' };
const library = { name: 'library', path: '/ws/app/library' };
const git = aHolder({ pid: 4312, host: 'here', user: 'ada', command: '/usr/bin/git commit', cwd: '/ws/app', startedAt: now });
const unnamed = aHolder({ pid: 7, host: 'build-7' });

suite('How locks are worded', () => {
  test('a path is shown from its folder on', () => {
    assert.equal(nameInWorkspace('/ws/app/.git/index', [app]), '.git/index');
    assert.equal(nameInWorkspace('/ws/app', [app]), 'app');
    assert.equal(nameInWorkspace('/ws/app-other/x', [app]), '/ws/app-other/x');
    assert.equal(nameInWorkspace('/elsewhere/x', []), '/elsewhere/x');
  });

  test('with several folders the innermost is named', () => {
    assert.equal(nameInWorkspace('/ws/app/a', [app, library]), 'app/a');
    assert.equal(nameInWorkspace('/ws/app/library/a', [app, library]), 'library/a');
  });

  test('each state has its words', () => {
    const words = (lock: Parameters<typeof describeLock>[0]): string => plain(describeLock(lock, now));
    assert.equal(words(aLock('held', { holder: git })), 'held 3 m 12 s by git commit (4312)');
    assert.equal(words(aLock('held')), 'held 3 m 12 s');
    assert.equal(words(aLock('stale', { holder: git })), 'stale, 3 m 12 s old');
    assert.equal(words(aLock('suspect')), 'suspect, 3 m 12 s old');
    assert.equal(words(aLock('unknown', { holder: unnamed })), 'unknown, 3 m 12 s old, names pid 7 @ build-7');
    assert.equal(words(aLock('unknown')), 'unknown, 3 m 12 s old');
    assert.equal(words(aLock('idle')), 'idle');
  });

  test('this machine goes without saying', () => {
    assert.equal(nameHolder(unnamed, 'build-7'), 'pid 7');
    assert.equal(nameHolder({ ...unnamed, host: null }), 'pid 7');
  });

  test('who is known by name alone is named', () => {
    assert.equal(nameHolder(aHolder({ user: 'ada', host: 'build-7' })), 'ada @ build-7');
    assert.equal(nameHolder(aHolder()), '?');
  });

  test('a command is short and in one line', () => {
    assert.equal(shortCommand('/usr/bin/node /a/b/hold.ts --path=/x'), 'node hold.ts --path=/x');
    assert.equal(shortCommand('git commit -m a\nb'), 'git commit -m a\\u{a}b');
    assert.equal(shortCommand(`git ${'x'.repeat(99)}`).length, 32);
  });

  test('a sentence of the core shows its path as the workspace does', () => {
    const sentence = inWorkspace(text('{path} is back from {keptAt}.', { path: '/ws/app/a.lock', keptAt: '/state/q' }), [app]);
    assert.equal(plain(sentence), 'a.lock is back from /state/q.');
    assert.equal(plain(inWorkspace(text('Nothing.'), [app])), 'Nothing.');
  });

  test('a moment of another day has its date', () => {
    const morning = new Date(2026, 2, 4, 9, 14, 2).getTime();
    assert.equal(formatMoment(morning, morning + 1000), '09:14:02');
    assert.equal(formatMoment(morning, morning + 86_400_000), '2026-03-04 09:14:02');
  });
});
