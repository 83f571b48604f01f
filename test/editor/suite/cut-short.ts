// A break that was cut short by a crash, made from the product's own parts.
import { readlinkSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { orGone } from '../../../src/base/errors.ts';
import { subjectOf } from '../../../src/breaking/journal-entry.ts';
import { Pending } from '../../../src/breaking/pending.ts';
import { putUpPlaceholder } from '../../../src/breaking/placeholder.ts';
import { Quarantine } from '../../../src/breaking/quarantine.ts';
import { stateFolder } from '../../../src/base/state-folder.ts';
import { makeUndoId } from '../../../src/breaking/undo-id.ts';
import type { Lock } from '../../../src/locks/lock.ts';
import { mutexSpace } from '../../../src/system/mutex.ts';

/** Leaves things as a breaker does that was killed right after the exchange: the lock is in quarantine, and what stands in for it is still there. */
export function cutBreakShort(lock: Lock): void {
  const state = stateFolder({ platform: process.platform, env: process.env, home: homedir() });
  const quarantine = new Quarantine(state);
  const at = Date.now();
  const undoId = makeUndoId(at);
  const [place = ''] = quarantine.placesFor(lock.path, lock.identity.dev);
  const entry = path.join(place, undoId);
  const space = mutexSpace((file) => orGone(() => readlinkSync(file)));
  new Pending(state).begin({ act: 'break', undoId, entry, target: lock.path, space, at });
  quarantine.open(entry);
  renameSync(lock.path, path.join(entry, 'lock'));
  const placeholder = putUpPlaceholder(lock.path, 'folder');
  const artifacts = [{ path: lock.path, name: 'lock', identity: lock.identity }];
  quarantine.record(entry, { undoId, subject: subjectOf(lock, lock.path, false), method: 'exchange', placeholder, renamedTo: null, artifacts });
}
