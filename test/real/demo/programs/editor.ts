// The editor that git waits for. It writes a message when it is told to, and gives up otherwise.
import { writeFileSync } from 'node:fs';
import { untilTold } from './until-told.ts';

const told = await untilTold(`editing ${process.pid}`);
if (told !== null) writeFileSync(process.argv[2] ?? '', `${told}\n`);
process.exit(told === null ? 1 : 0);
