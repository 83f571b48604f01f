import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stage } from './stage.ts';

/** Copies dependency manifests that are called locks and are none; returns their absolute paths. */
export function placeManifests(stage: Stage): string[] {
  const room = stage.room('packages');
  cpSync(fileURLToPath(new URL('manifests', import.meta.url)), room, { recursive: true });
  const files = readdirSync(room, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => path.join(file.parentPath, file.name)).sort();
}
