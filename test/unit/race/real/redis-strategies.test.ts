// What is said of the strategies with Redis, of what they need, and where programs are looked for.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { availabilityOf } from '../../../../src/race/real/availability.ts';
import { needs } from '../../../../src/race/real/needs.ts';
import { noServers } from '../../../../src/race/real/request.ts';
import * as redisStrategies from '../../../../src/race/real/scenarios/counter/redis-lock.ts';
import { packageVersions } from '../../../../src/race/real/scenarios/counter/redis-inspect.ts';
import * as redlockStrategies from '../../../../src/race/real/scenarios/counter/redlock.ts';
import { findProgram, versionFolders } from '../../../../src/race/real/servers/find.ts';
import { withoutPassword } from '../../../../src/race/real/servers/redis-joined.ts';
import { scenarios } from '../../../../src/race/scenarios/index.ts';

const strategies = [...Object.values(redisStrategies), ...Object.values(redlockStrategies)];

describe('each strategy with Redis', () => {
  for (const { name, model, survives, faults, excludes } of strategies) {
    it(`${name} names a variant of the model, and survives nothing that cannot strike it`, () => {
      const variants = scenarios.find((scenario) => scenario.name === model?.scenario)?.variants ?? {};
      assert.ok(model !== null && Object.hasOwn(variants, model.variant));
      assert.deepEqual(survives.filter((fault) => !faults.includes(fault)), []);
      // Without a fencing token nobody who stands still survives; with one two may be inside.
      assert.equal(survives.includes('pause'), !excludes);
    });
  }

  it('has a name of its own', () => {
    assert.equal(new Set(strategies.map(({ name }) => name)).size, strategies.length);
  });
});

describe('the packages', () => {
  for (const [name, version] of Object.entries(packageVersions)) {
    it(`${name} has the version that results say`, () => {
      const manifest: unknown = JSON.parse(readFileSync(new URL(`../../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'));
      assert.equal(typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null, version);
    });
  }
});

describe('what is needed', () => {
  it('is here, or it is said what to do', async () => {
    for (const need of needs) {
      const availability = await availabilityOf(need, noServers);
      if (availability.is === 'missing') assert.ok(availability.what.endsWith('.') && availability.how.endsWith('.'), JSON.stringify(availability));
    }
  });

  it('is here when servers are named', async () => {
    const urls = [1, 2, 3, 4, 5].map((port) => `redis://127.0.0.1:${port}`);
    const named = { redis: urls, postgresql: 'postgresql://127.0.0.1/test' };
    for (const need of ['redis', 'five-redis', 'postgresql'] as const) assert.deepEqual(await availabilityOf(need, named), { is: 'here' });
  });
});

function folderOf(test: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lockscope-find-'));
  test.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('a program', { skip: process.platform === 'win32' && 'no bits that say what may be run' }, () => {
  it('is found in places that PATH does not name, by its first name first, and only if it may be run', (test) => {
    const folder = folderOf(test);
    const [first, second] = [path.join(folder, 'first'), path.join(folder, 'second')];
    for (const each of [first, second]) mkdirSync(each);
    mkdirSync(path.join(first, 'lockscope-old'));
    writeFileSync(path.join(first, 'lockscope-new'), '');
    const places = [path.join(folder, 'absent'), first, second];
    const names = ['lockscope-new', 'lockscope-old'];
    assert.equal(findProgram(names, places), null);
    for (const name of names) {
      writeFileSync(path.join(second, name), '');
      chmodSync(path.join(second, name), 0o700);
    }
    assert.equal(findProgram(names, places), path.join(second, 'lockscope-new'));
    assert.equal(findProgram(names.toReversed(), places), path.join(second, 'lockscope-old'));
  });

  it('of the newest version comes first, by number', (test) => {
    const folder = folderOf(test);
    for (const version of ['9.6', '15', '8', '16', 'common']) mkdirSync(path.join(folder, version));
    assert.deepEqual(versionFolders(folder, 'bin'), ['16', '15', '9.6', '8'].map((version) => path.join(folder, version, 'bin')));
    assert.deepEqual(versionFolders(path.join(folder, 'absent'), 'bin'), []);
  });
});

describe('a URL that is shown', () => {
  it('has no password', () => {
    assert.equal(withoutPassword('redis://me:secret@host:6379/1'), 'redis://host:6379/1');
    assert.equal(withoutPassword('rediss://:p%40ss@host'), 'rediss://host');
    assert.equal(withoutPassword('redis://me:p@ss@host'), 'redis://host');
    assert.equal(withoutPassword('/run/redis.sock'), '/run/redis.sock');
  });
});
