import path from 'node:path';
import { ownStateFolder } from '../../system/own-state-folder.ts';
import { atOnce, type Drive } from '../../base/steps.ts';
import { loadAttributes, type AttributeAccess } from '../write/attributes.ts';
import { Records } from './records.ts';

/** What transactions need of the machine. */
export interface Site {
  readonly records: Records;
  readonly attributes: AttributeAccess;
  readonly drive: Drive;
}

/** @param folder the state folder; this user's when left out */
export async function siteAt(folder?: string): Promise<Site> {
  const state = folder ?? ownStateFolder();
  return { records: new Records(path.join(state, 'transactions')), attributes: await loadAttributes(), drive: atOnce };
}
