// The workbench as a whole: it opens with the extension in every kind of colour theme.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { after, suite, test } from 'node:test';
import { releaseAll, temporaryFolder } from '../editor/own.ts';
import { until } from './wait.ts';
import { Workbench, type Theme } from './workbench.ts';

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast'];

suite('The workbench', () => {
  after(releaseAll);

  for (const theme of THEMES) {
    test(`opens an empty folder, ${theme}`, async () => {
      await Workbench.use(`opens-${theme}`, { folder: await temporaryFolder('opens'), theme }, async (workbench) => {
        await workbench.openLockscope();
        const nothing = (text: string): boolean => text.startsWith('Nothing is locked.');
        await until('the view to have looked', () => workbench.locks.welcomeText(), nothing);
        const picture = await workbench.screenshot(`empty-${theme}`);
        assert.ok((await stat(picture)).size > 10_000, `${picture} shows hardly anything`);
      });
    });
  }
});
