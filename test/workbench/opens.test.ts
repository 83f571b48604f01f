// The workbench as a whole: it opens with the extension in every kind of colour theme.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { after, suite, test } from 'node:test';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { until } from './wait.ts';
import { Workbench } from './workbench.ts';

suite('The workbench', () => {
  after(releaseAll);

  test('opens an empty folder, in every kind of colour theme', async () => {
    await Workbench.use('opens', { folder: await temporaryFolder('opens') }, async (workbench) => {
      await workbench.openLockscope();
      const nothing = (text: string): boolean => text.startsWith('Nothing is locked.');
      await until('the view to have looked', () => workbench.locks.welcomeText(), nothing);
      for (const picture of await workbench.screenshots('empty')) assert.ok((await stat(picture)).size > 10_000, `${picture} shows hardly anything`);
    });
  });
});
