import path from 'node:path';
import { contains } from '../../base/paths.ts';
import { lockStates, type LockState } from '../../locks/lock.ts';
import type { Folder } from '../wording.ts';

/** A tool was called with what it cannot work with; the message says what it takes, for a language model to read. */
export class ToolInputError extends Error {
  override readonly name = 'ToolInputError';
}

/** Which locks are asked for. */
export interface ListInput {
  /** Absolute; null for all that are open. */
  readonly folder: string | null;
  /** null for all but idle ones. */
  readonly state: LockState | null;
}

/** @throws ToolInputError */
export function readListInput(input: unknown, folders: readonly Folder[]): ListInput {
  const { folder, state, ...others } = asObject(input ?? {});
  refuseOthers(others, ['folder', 'state']);
  return { folder: folder === undefined ? null : folderAt(readPath(folder, 'folder'), folders), state: state === undefined ? null : readState(state) };
}

/**
 * The absolute paths that the input may mean: a relative one counts from each open folder on.
 * @throws ToolInputError
 */
export function readExplainInput(input: unknown, folders: readonly Folder[]): readonly string[] {
  const { path: given, ...others } = asObject(input);
  refuseOthers(others, ['path']);
  const place = readPath(given, 'path');
  if (path.isAbsolute(place)) return [path.normalize(place)];
  if (folders.length === 0) throw new ToolInputError('No folder is open, so "path" must be absolute.');
  return withinFolders(place, folders);
}

function folderAt(given: string, folders: readonly Folder[]): string {
  const named = folders.find(({ name }) => name === given);
  const places = path.isAbsolute(given) ? [path.normalize(given)] : named === undefined ? withinFolders(given, folders) : [named.path];
  const place = places.find((one) => folders.some((folder) => contains(folder.path, one) || contains(one, folder.path)));
  if (place !== undefined) return place;
  const open = folders.map((folder) => folder.path).join(', ');
  throw new ToolInputError(`${JSON.stringify(given)} is not in an open folder. ${open === '' ? 'No folder is open.' : `Open are: ${open}.`}`);
}

/** "app/src" may count from the folder app's parent on, as the editor shows paths where several folders are open. */
function withinFolders(place: string, folders: readonly Folder[]): readonly string[] {
  const [first = '', ...rest] = place.split(/[\\/]/);
  const named = folders.filter(({ name }) => name === first).map((folder) => path.join(folder.path, ...rest));
  return [...folders.map((folder) => path.join(folder.path, place)), ...named];
}

function readState(value: unknown): LockState {
  const state = lockStates.find((known) => known === value);
  if (state === undefined) throw new ToolInputError(`"state" must be one of ${lockStates.join(', ')}.`);
  return state;
}

/** @throws ToolInputError */
export function readText(value: unknown, name: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new ToolInputError(`"${name}" must be text that is not empty.`);
}

function readPath(value: unknown, name: string): string {
  if (typeof value === 'string' && value.trim() !== '' && !value.includes('\0')) return value.trim();
  throw new ToolInputError(`"${name}" must be a path, as text that is not empty.`);
}

/** @throws ToolInputError */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ToolInputError('The input must be an object.');
}

/** @throws ToolInputError when there is more than is known */
export function refuseOthers(others: object, known: readonly string[]): void {
  const [first] = Object.keys(others);
  if (first !== undefined) throw new ToolInputError(`There is no ${JSON.stringify(first)}; there is ${known.map((name) => `"${name}"`).join(' and ')}.`);
}
