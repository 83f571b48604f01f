// Small parts that private servers are made of.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, it } from 'node:test';
import { findProgram } from '../../../../src/race/real/servers/find.ts';
import { processorMs } from '../../../../src/race/real/servers/processor-time.ts';
import { fitsSocket } from '../../../../src/race/real/servers/socket-path.ts';

const isLinux = process.platform === 'linux';

describe('the processor time of a process', { skip: !isLinux && 'it is read from /proc' }, () => {
  it('is what the process itself says, to the tick', async () => {
    const { user, system } = process.cpuUsage();
    const own = processorMs(process.pid) ?? 0;
    const later = process.cpuUsage();
    assert.ok(own >= (user + system) / 1000 - 30 && own <= (later.user + later.system) / 1000 + 30, `${own}`);
  });

  it('is not to be had of one that is gone', async () => {
    const child = spawn(process.execPath, ['--version']);
    await once(child, 'close');
    assert.equal(processorMs(child.pid ?? 0), null);
  });
});

describe('a Unix socket', () => {
  it('has a path of so many bytes, not characters', () => {
    assert.ok(fitsSocket(`/tmp/${'a'.repeat(90)}`));
    assert.ok(!fitsSocket(`/tmp/${'ä'.repeat(90)}`));
    assert.ok(!fitsSocket(`/tmp/${'a'.repeat(103)}`));
  });
});

describe('what ends with whoever started it', { skip: (!isLinux || findProgram(['setpriv']) === null) && 'it takes Linux and setpriv' }, () => {
  it('is ended when that one is killed', { timeout: 30_000 }, async () => {
    const module = path.join(import.meta.dirname, '../../../../src/race/real/servers/ends-with-us.ts');
    // Both have the same output, which is closed when both are gone.
    const program = `
      const { endsWithUs } = await import(${JSON.stringify(module)});
      const { program, args } = endsWithUs({ program: process.execPath, args: ['-e', 'console.log("up"); setTimeout(() => {}, 60_000)'] });
      require('node:child_process').spawn(program, args, { stdio: 'inherit' });`;
    const starter = spawn(process.execPath, ['--input-type=commonjs', '-e', `(async () => {${program}})()`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(starter.stdout, 'data');
    const closed = once(starter, 'close');
    starter.kill('SIGKILL');
    assert.deepEqual(await closed, [null, 'SIGKILL']);
  });
});
