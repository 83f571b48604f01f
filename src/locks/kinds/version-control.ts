import { breezy } from './breezy.ts';
import { familyOf } from './format.ts';
import { gitWorktree } from './git-worktree.ts';
import { jujutsu } from './jujutsu.ts';
import { mercurial } from './mercurial.ts';
import { oldVcs } from './old-vcs.ts';
import { subversion } from './subversion.ts';

/** Version control but for git's own lock files. */
export const versionControl = familyOf([...mercurial, ...breezy, ...oldVcs, ...subversion, ...jujutsu, ...gitWorktree]);
