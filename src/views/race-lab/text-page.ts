import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { parsed } from '../../base/json.ts';
import type { TextRequest } from '../../protocol/race.ts';
import { readTextRequest } from '../../protocol/race-to-host.ts';
import type { Lab } from '../../race/lab.ts';
import { showPage } from '../show-page.ts';
import { raceText } from './text.ts';
import { isAllowed, notAllowed } from './trust.ts';

const scheme = 'lockscope-race';

/** The text twins of what is shown. */
export interface TextPages extends vscode.Disposable {
  show(request: TextRequest): Promise<void>;
}

/** The address of a text holds all that it is written from, so that it is there after a reload, too. */
export function registerTextPages(lab: Lab): TextPages {
  const owned = new DisposableStore();
  owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: ({ query }) => write(query, lab) }));
  return { show: (request) => showPage(uriOf(request)), dispose: () => owned.dispose() };
}

function uriOf(request: TextRequest): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${request.variant.scenario} ${request.variant.variant}.md`, query: JSON.stringify(request) });
}

async function write(query: string, lab: Lab): Promise<string> {
  const request = parsed(query, readTextRequest);
  if (request === null) return vscode.l10n.t('This page is no page of the race lab.');
  const { variant, schedule } = request;
  if (!isAllowed(variant.file)) return notAllowed();
  const { scenarios } = await lab.catalog(variant.file);
  const trace = await lab.trace(variant, schedule);
  return raceText({ scenario: scenarios.find(({ name }) => name === variant.scenario) ?? null, request, trace });
}
