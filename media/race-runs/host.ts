import type { RunsToHost } from '../../src/protocol/race-runs.ts';
import type { SavedPage } from './saved.ts';

/** What the editor gives to a page of an extension, once. */
interface EditorApi {
  postMessage(message: RunsToHost): void;
  getState(): unknown;
  setState(state: SavedPage): void;
}

declare function acquireVsCodeApi(): EditorApi;

export const host: EditorApi = acquireVsCodeApi();
