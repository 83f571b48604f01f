// What a git hook or helper waits for; it fails, and so ends git's work, when nobody is there to tell it to go on.
import { untilTold } from './until-told.ts';

const told = await untilTold(`waiting ${process.pid}`);
process.exit(told === null ? 1 : 0);
