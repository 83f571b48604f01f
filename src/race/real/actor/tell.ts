import { writeSync } from 'node:fs';
import type { FromActor } from '../lines.ts';

/** Tells the runner, before anything else happens: what follows may be the end of this process. */
export function tell(message: FromActor): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}
