import type { ToHost } from '../../src/protocol/contention.ts';

/** What the editor gives to a page of an extension, once. */
interface EditorApi {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export const host: EditorApi = acquireVsCodeApi();
