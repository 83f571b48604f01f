import type { ToHost } from '../../src/protocol/race.ts';
import type { SavedPage } from './saved.ts';

/** What the editor gives to a page of an extension, once. */
interface EditorApi {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: SavedPage): void;
}

declare function acquireVsCodeApi(): EditorApi;

export const host: EditorApi = acquireVsCodeApi();
