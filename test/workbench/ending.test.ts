// A holder is ended the way a user does it: what the dialogs say, and which button Enter presses.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { Workbench } from './workbench.ts';

const program = `
  require('node:fs').writeFileSync(process.argv[1], String(process.pid), { flag: 'wx' });
  process.stdout.write('held');
  setInterval(() => {}, 1000);`;

suite('Ending a holder in the workbench', () => {
  after(releaseAll);

  test('shows who it is and what it holds, and its default ends nothing', async () => {
    const folder = await temporaryFolder('ending');
    const lock = path.join(folder, 'job.lock');
    const holder = spawn(process.execPath, ['-e', program, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      await Workbench.use('ending', { folder, theme: 'dark' }, async (workbench) => {
        await workbench.openLockscope();
        await workbench.locks.waitFor('the held lock', (rows) => rows.some(({ label }) => label === 'job'));
        await workbench.palette.run('Lockscope: End Holder Process...');
        await workbench.palette.choose('job');
        const dialog = await workbench.dialog.read();
        assert.match(dialog.message, new RegExp(`End .*\\(${holder.pid}\\)\\?`));
        assert.match(dialog.detail, /It holds:\s*• job/);
        assert.equal(dialog.focused, 'Wait for Release');
        await workbench.screenshot('end-holder-dialog');
        await workbench.dialog.click('End Process');
        await ended;
        await workbench.notifications.waitFor('has left its lock on job behind');
        await workbench.screenshot('end-holder-left');
        assert.ok(existsSync(lock));
      });
    } finally {
      holder.kill('SIGKILL');
    }
  });
});
