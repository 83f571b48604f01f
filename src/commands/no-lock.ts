import path from 'node:path';
import { text, type Text } from '../base/text.ts';
import { isManifestFolder, isManifestName } from '../locks/kinds/manifests.ts';

/** What to tell somebody who names a path at which no lock stands. */
export function describeNoLock(place: string): Text {
  const pins = isManifestName(place) || isManifestFolder(path.basename(place));
  return pins ? text('{path} pins versions and is no lock, so it is never broken.', { path: place }) : text('{path} is not locked.', { path: place });
}
