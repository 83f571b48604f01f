import { closeSync, fstatSync, openSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { orGone } from '../../../../base/errors.ts';
import { whateverStrikes, whoeverIsLate } from '../parts/on-files.ts';
import { consuming, firstOf } from './consuming.ts';
import { unlessGone } from './spool.ts';

export const listReadUnlink = consuming({
  name: 'list-read-unlink',
  title: 'List, read, remove',
  summary: 'A consumer reads the first job of the folder, handles it and removes it. Another who looks meanwhile finds the same.',
  claims: 'broken',
  survives: [],
  needs: [],
  model: { scenario: 'producer-consumer', variant: 'unguarded-buffer' },
  consume: (spool) => firstOf(spool, (job) => (orGone(() => readFileSync(spool.fileOf(job))) === null ? null : () => unlessGone(() => unlinkSync(spool.fileOf(job))))),
});

export const renameToClaim = consuming({
  name: 'rename-to-claim',
  title: 'Rename to claim',
  summary: 'A consumer moves a job to another folder before it handles it; of two who try, one succeeds. What a consumer has claimed that is killed stays there, and nobody handles it.',
  claims: 'kept',
  survives: whoeverIsLate,
  needs: [],
  model: { scenario: 'producer-consumer', variant: 'bounded-buffer' },
  consume: (spool) =>
    firstOf(spool, (job) => {
      const claimed = path.join(spool.claimed, String(job));
      return unlessGone(() => renameSync(spool.fileOf(job), claimed)) ? () => unlinkSync(claimed) : null;
    }),
});

export const kernelLockToClaim = consuming({
  name: 'kernel-lock-to-claim',
  title: 'Kernel lock to claim',
  summary: 'A consumer locks the file of the job while it handles it, and removes it then. The lock of one that was killed is free at once, and the next handles the job.',
  claims: 'kept',
  survives: whateverStrikes,
  needs: ['kernel-locks'],
  model: null,
  consume: async (spool) => {
    const { tryLock } = await import('fs-native-extensions');
    return firstOf(spool, (job) => {
      const descriptor = orGone(() => openSync(spool.fileOf(job), 'r+'));
      if (descriptor === null) return null;
      // One that was removed between opening and locking has been handled.
      if (!tryLock(descriptor) || fstatSync(descriptor).nlink === 0) {
        closeSync(descriptor);
        return null;
      }
      return () => {
        unlinkSync(spool.fileOf(job));
        closeSync(descriptor);
      };
    });
  },
});
