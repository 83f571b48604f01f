// The save key, the question about a conflict and the wait for a lock, as a user meets them.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { SharedWorkbench } from './shared-workbench.ts';
import { until } from './wait.ts';
import type { Workbench } from './workbench.ts';

const settings = { 'files.autoSave': 'off', 'lockscope.atomicSave.files': ['*.json'] };

async function folderWith(...names: readonly string[]): Promise<{ readonly folder: string; readonly at: (name: string) => string }> {
  const folder = await temporaryFolder('saving');
  for (const name of names) writeFileSync(path.join(folder, name), '{}\n');
  return { folder, at: (name) => path.join(folder, name) };
}

/** Opens a file and types into it. */
async function change(workbench: Workbench, name: string): Promise<void> {
  const { page, palette } = workbench;
  await page.keyboard.press('ControlOrMeta+P');
  await palette.type(name);
  await palette.waitForPicks(name, ([first]) => first?.label === name);
  await palette.accept();
  // The extension of a tab's name is an element of its own.
  await until(`the editor of ${name}`, () => workbench.activeEditor(), (title) => title === path.parse(name).name);
  await page.locator('.editor-group-container.active .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('x');
}

async function contentOf(file: string, content: string): Promise<void> {
  await until(`${file} to hold ${content}`, async () => Promise.resolve(readFileSync(file, 'utf8')), (now) => now === content);
}

const saveKey = 'ControlOrMeta+S';

suite('Saving in the workbench', () => {
  const shared = new SharedWorkbench();
  after(releaseAll);

  test('the save key replaces a file that is chosen, and writes any other in place', async () => {
    const { folder, at } = await folderWith('chosen.json', 'other.txt');
    await shared.use('save-key', { folder, settings }, async (workbench) => {
      for (const [name, isReplaced] of [['chosen.json', true], ['other.txt', false]] as const) {
        const { ino } = statSync(at(name));
        await change(workbench, name);
        await workbench.page.keyboard.press(saveKey);
        await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
        await contentOf(at(name), 'x{}\n');
        assert.equal(statSync(at(name)).ino !== ino, isReplaced, name);
      }
      await workbench.page.keyboard.press('ControlOrMeta+Z');
      assert.equal(await workbench.editorText(), '{}\n'.trimEnd());
      await workbench.page.keyboard.press(saveKey);
      await workbench.page.locator('.tab.active:not(.dirty)').waitFor();
    });
  });

  test('a conflict is asked about, and a lock waited for', async () => {
    const { folder, at } = await folderWith('config.json');
    await shared.use('saving-asked', { folder, settings: { ...settings, 'lockscope.atomicSave.lock': true } }, async (workbench) => {
      // What a file held when it was opened is known of those that were opened after Lockscope had started.
      await workbench.openLockscope();
      await workbench.page.getByText('Nothing is locked.').first().waitFor();
      await change(workbench, 'config.json');
      writeFileSync(at('config.json'), '{ "theirs": true }\n');
      await workbench.page.keyboard.press(saveKey);
      const dialog = await workbench.dialog.read();
      assert.deepEqual([dialog.message, dialog.buttons.toSorted(), dialog.focused], ['config.json has been changed by another program.', ['Cancel', 'Compare', 'Overwrite'], 'Compare']);
      await workbench.screenshots('save-conflict');
      await workbench.dialog.click('Compare');
      await workbench.page.locator('.monaco-diff-editor').waitFor();
      await workbench.screenshots('save-comparison');

      mkdirSync(at('config.json.lock'));
      await workbench.page.keyboard.press(saveKey);
      await workbench.notifications.waitFor('Waiting for config.json');
      await workbench.screenshots('save-waiting');
      rmdirSync(at('config.json.lock'));
      await workbench.dialog.click('Overwrite');
      await contentOf(at('config.json'), 'x{}\n');
    });
  });
});
