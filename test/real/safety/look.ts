// Prints the locks of a folder as this process sees them, as JSON: to be run as another user, or in a namespace.
import { listLocks } from '../../../src/core.ts';
import { seen } from './place.ts';

console.log(JSON.stringify(listLocks(process.argv.slice(2)).map(seen)));
