import type { Format } from './format.ts';
import { folderAbove } from './format.ts';

/** Jujutsu's locks: empty files under flock, removed on release. What a crash leaves blocks nobody. */
export const jujutsu: readonly Format[] = [
  {
    kind: 'jj-working-copy',
    title: 'Jujutsu working copy lock',
    at: ['.jj/working_copy/working_copy.lock'],
    basis: 'kernel',
    resource: folderAbove(3),
  },
  {
    kind: 'jj-repo',
    title: 'Jujutsu repository lock',
    at: ['.jj/repo/git_import_export.lock', '.jj/repo/op_heads/heads/lock'],
    basis: 'kernel',
    resource: (lockPath) => lockPath.replace(/([\\/]\.jj[\\/]repo)[\\/].*$/, '$1'),
  },
];
