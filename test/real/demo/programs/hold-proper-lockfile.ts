// A program that locks with proper-lockfile: hold-proper-lockfile.ts RESOURCE [STALE_MS UPDATE_MS [wait]]
import { lock } from 'proper-lockfile';
import { untilTold } from './until-told.ts';

const [resource = '', stale, update, wait] = process.argv.slice(2);
const retries = wait === undefined ? 0 : { forever: true, minTimeout: 100, maxTimeout: 100 };
const release = await lock(resource, stale === undefined ? {} : { stale: Number(stale), update: Number(update), retries });
await untilTold(`holding ${process.pid}`);
await release();
process.exit();
