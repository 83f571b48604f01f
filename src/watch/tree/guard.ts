import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Disposable } from '../../base/disposable.ts';
import { upwards } from '../../base/paths.ts';
import { openTap } from './tap.ts';

export interface Guard extends Disposable {
  /** No watch was to be had, so that someone has to ask. */
  readonly isBlind: boolean;
}

/**
 * Watches for a folder itself to go and to come back, from the nearest folder above it that exists:
 * a watch on the folder cannot tell of its return.
 * @param onSign the folder may have come or gone; called from within the event
 */
export function guardFolder(full: string, onSign: () => void): Guard {
  let tap: Disposable | null = null;
  let isDone = false;

  const hear = (above: string, name: string | null): void => {
    if (isDone) return;
    const next = path.relative(above, full).split(path.sep)[0];
    if (name !== null && name !== next && name !== path.basename(above)) return;
    rearm();
    onSign();
  };

  /** Taps the nearest folder above that is there. Returns it, or null when no watch is to be had. */
  const tapNearest = (): string | null => {
    for (const above of upwards(path.dirname(full))) {
      const came = openTap(above, false, (event, name) => {
        if (event === 'rename') hear(above, name);
      });
      if (came.type === 'gone') continue;
      tap?.dispose();
      tap = came.type === 'tapped' ? came.tap : null;
      return tap === null ? null : above;
    }
    return null;
  };

  const rearm = (): void => {
    // What was made below while going upwards has gone by unheard: look again from there.
    for (let above = tapNearest(); above !== null && leadsOn(above, full); above = tapNearest());
  };

  rearm();
  return {
    get isBlind() {
      return tap === null;
    },
    dispose: () => {
      isDone = true;
      tap?.dispose();
    },
  };
}

/** Whether a folder nearer to `full` than `above` is there by now. */
function leadsOn(above: string, full: string): boolean {
  const [next = '', ...rest] = path.relative(above, full).split(path.sep);
  return rest.length > 0 && existsSync(path.join(above, next));
}
