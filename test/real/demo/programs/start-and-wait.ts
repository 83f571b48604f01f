// Starts a git and a lock holder in a folder, as the demo does, and waits: start-and-wait.ts FOLDER
import { commitWaitingInEditor } from '../git-commit.ts';
import { makeRepo } from '../git-repo.ts';
import { holdUntilEnded } from '../lock-files.ts';
import { Stage } from '../stage.ts';
import { untilTold } from './until-told.ts';

const stage = new Stage(process.argv[2] ?? '');
const { gitPid, editorPid } = await commitWaitingInEditor(stage.crew, await makeRepo(stage.room('shop')));
const { pid } = await holdUntilEnded(stage, 'build/build.lock', 'pid');
await untilTold([gitPid, editorPid, pid].join(' '));
await stage.clear();
