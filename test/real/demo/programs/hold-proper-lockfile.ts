// A program that locks with proper-lockfile: hold-proper-lockfile.ts RESOURCE [STALE_MS UPDATE_MS]
import { lock } from 'proper-lockfile';
import { untilTold } from './until-told.ts';

const [resource = '', stale, update] = process.argv.slice(2);
const release = await lock(resource, stale === undefined ? {} : { stale: Number(stale), update: Number(update) });
await untilTold(`holding ${process.pid}`);
await release();
process.exit();
