import { blank } from './blank.ts';
import { lockFile } from './lock-file.ts';
import { lostUpdate } from './lost-update.ts';
import { readWrite } from './read-write.ts';
import type { Template } from './template.ts';

export { inJavaScript, type Template } from './template.ts';

/** What New Race Scenario offers. */
export const templates: readonly Template[] = [lostUpdate, lockFile, readWrite, blank];
