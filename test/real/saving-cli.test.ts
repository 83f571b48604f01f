// `lockscope save`, as built, run as its users run it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { sha256Of } from '../../src/saving/write/save.ts';
import { cli, CommandPlace } from './demo/command-place.ts';

const old = Buffer.from('old\n');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

class Place extends CommandPlace {
  save(input: Uint8Array | string, ...words: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'save', ...words], { cwd: this.folder, env: this.env, input, encoding: 'utf8', timeout: 60_000 });
    return { code: status, out: stdout, err: stderr };
  }

  shell(script: string): Ran {
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script, process.execPath, cli], { cwd: this.folder, env: this.env, encoding: 'utf8', timeout: 60_000 });
    return { code: status, out: stdout, err: stderr };
  }
}

describe('lockscope save', () => {
  before(() => assert.ok(existsSync(cli), 'dist/cli.mjs is not there; run "npm run build" first'));

  test('saves standard input as it is, whatever bytes it has', (t) => {
    const place = new Place(t);
    const bytes = Buffer.concat([Buffer.from([0xEF, 0xBB, 0xBF, 0x00, 0xFF, 0xFE, 0xC3, 0x28, 0x0D, 0x0A, 0x80]), Buffer.alloc(6_000_000, 0xC3)]);
    const { code, out, err } = place.save(bytes, 'a');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out, `Saved: ${place.at('a')}.\n`);
    assert.ok(readFileSync(place.at('a')).equals(bytes));
    assert.equal(place.save('', 'a').code, 0);
    assert.equal(readFileSync(place.at('a')).length, 0);
    assert.deepEqual(readdirSync(place.folder), ['a']);
  });

  test('only what is expected: 4 and both hashes otherwise', (t) => {
    const place = new Place(t);
    writeFileSync(place.at('a'), old);
    const wrong = sha256Of(Buffer.from('other'));
    const { code, out, err } = place.save('new', 'a', '--expect', wrong);
    assert.deepEqual([code, out], [4, '']);
    assert.ok(err.includes(wrong) && err.includes(sha256Of(old)), err);
    assert.equal(place.save('new', 'a', '--expect', 'none').code, 4);
    assert.equal(readFileSync(place.at('a'), 'utf8'), 'old\n');
    const report: unknown = JSON.parse(place.save('new', 'a', '--expect', sha256Of(old).toUpperCase(), '--json').out);
    assert.deepEqual(report, { path: place.at('a'), outcome: 'saved', how: 'replaced', sha256: sha256Of(Buffer.from('new')), kept: [], message: `Saved: ${place.at('a')}.` });
    assert.equal(place.save('made', 'b', '--expect', 'none').code, 0);
  });

  test('what would lose something: 3 and the reasons; --in-place consents', (t) => {
    const place = new Place(t);
    writeFileSync(place.at('a'), old);
    linkSync(place.at('a'), place.at('b'));
    const { code, err } = place.save('new', 'a');
    assert.equal(code, 3);
    assert.match(err, /2 names \(hard links\)[^]*--in-place/);
    const { reasons }: { reasons: readonly { is: string }[] } = JSON.parse(place.save('new', 'a', '--json').out);
    assert.deepEqual(reasons.map(({ is }) => is), ['hard-links']);
    assert.equal(readFileSync(place.at('b'), 'utf8'), 'old\n');
    assert.equal(place.save('new', 'a', '--in-place').code, 0);
    assert.equal(readFileSync(place.at('b'), 'utf8'), 'new');
  });

  test('with --lock it waits for the holder, and gives up in time with 1', async (t) => {
    const place = new Place(t);
    writeFileSync(place.at('a'), old);
    const holder = spawn(process.execPath, ['--input-type=module', '-e', `
      import { FileLock } from ${JSON.stringify(new URL('../../src/saving/lock/file-lock.ts', import.meta.url).href)};
      await using hold = await new FileLock(${JSON.stringify(place.at('a'))}).acquire();
      console.log('held');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      process.stdin.destroy();
    `], { env: place.env, stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    const { code, err } = place.save('new', 'a', '--lock', '--timeout', '0.2');
    assert.equal(code, 1);
    assert.match(err, new RegExp(`locked by .*${holder.pid}`));
    assert.equal(readFileSync(place.at('a'), 'utf8'), 'old\n');
    holder.stdin.write('go');
    assert.equal(place.save('new', 'a', '--lock').code, 0);
    assert.equal(readFileSync(place.at('a'), 'utf8'), 'new');
  });

  test('a save that fails: 1, one line that says what to do, the old content', (t) => {
    const place = new Place(t);
    mkdirSync(place.at('folder'));
    for (const name of ['folder', 'none/x']) {
      const { code, out, err } = place.save('x', name);
      assert.deepEqual([code, out, err.split('\n').length], [1, '', 2], err);
      assert.match(err, /^lockscope: .* was not saved: /);
    }
  });

  test('bad use: 2, and nothing is read or written', (t) => {
    const place = new Place(t);
    for (const words of [[], ['a', 'b'], ['a', '--fly'], ['a', '--expect', 'abc'], ['a', '--expect'], ['a', '--timeout', '3'], ['a', '--lock', '--timeout', 'soon'], ['a', '--lock', '--timeout', '-1']]) {
      const { code, err } = place.save('x', ...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(err, /^lockscope: .+\n$/);
    }
    assert.deepEqual(readdirSync(place.folder), []);
  });

  test('a terminal, or a folder, is no input', { skip: process.platform === 'win32' }, (t) => {
    const place = new Place(t);
    writeFileSync(place.at('a'), old);
    const folder = place.shell('"$0" "$1" save a < .');
    assert.equal(folder.code, 2, folder.err);
    assert.match(folder.err, /standard input/);
    const terminal = place.shell(`script -qec "'$0' '$1' save a" /dev/null < /dev/null`);
    assert.equal(terminal.code, 2, terminal.out);
    assert.match(terminal.out, /standard input is a terminal/);
    assert.equal(readFileSync(place.at('a'), 'utf8'), 'old\n');
  });
});
