import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { errnoCode } from '../../base/errors.ts';
import { toolNames } from '../../contributions.ts';
import type { CatalogScenario } from '../../race/lab.ts';
import { ScenarioError } from '../../race/model/scenario-error.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import { runSeveral } from '../../race/run-several.ts';
import { abortOn } from '../race-lab/abort.ts';
import { idsOf } from '../race-lab/nodes.ts';
import { isMeant } from '../race-lab/request.ts';
import { atOnce } from '../race-lab/settings.ts';
import { isAllowed, notAllowed } from '../race-lab/trust.ts';
import { inlineCode } from '../safe-text.ts';
import { openFolders } from '../workspace.ts';
import type { Answer } from './answers.ts';
import { answering } from './answering.ts';
import { readExplainInput, ToolInputError } from './input.ts';
import { checkAnswer, listAnswer, readCheckInput, type CheckInput } from './race-answers.ts';

/** Lets language models check scenarios. The caller owns it. */
export function registerRaceTool(lab: NotedLab): vscode.Disposable {
  // An editor that is built without language models has no place for tools.
  if (!('lm' in vscode) || typeof vscode.lm.registerTool !== 'function') return { dispose: () => undefined };
  return vscode.lm.registerTool<unknown>(toolNames.checkRaceScenario, {
    prepareInvocation: ({ input }) => prepared(input),
    invoke: ({ input }, token) => answering(() => check(readCheckInput(input), lab, token)),
  });
}

/** A file's code is run only when the user says so. */
function prepared(input: unknown): vscode.PreparedToolInvocation {
  const file = typeof input === 'object' && input !== null && 'file' in input ? input.file : null;
  const invocationMessage = vscode.l10n.t('Exploring a race scenario');
  if (typeof file !== 'string') return { invocationMessage };
  const message = new vscode.MarkdownString(vscode.l10n.t('The scenarios of {0} are code, which is loaded and run in a thread of its own.', inlineCode(file)));
  return { invocationMessage, confirmationMessages: { title: vscode.l10n.t('Run race scenarios'), message } };
}

async function check(input: CheckInput, lab: NotedLab, token: vscode.CancellationToken): Promise<Answer> {
  const file = input.file === null ? null : await fileAt(input.file);
  if (!isAllowed(file)) throw new ToolInputError(notAllowed());
  const { scenarios } = await catalogOf(file, lab);
  if (file === null && input.scenario === null) return listAnswer(scenarios);
  const request = { file, ...(input.scenario === null ? {} : { scenario: input.scenario }), ...(input.variant === null ? {} : { variant: input.variant }) };
  const variants = idsOf(scenarios).filter((id) => isMeant(request, id));
  if (variants.length === 0) throw new ToolInputError(`There is no such scenario or variant${file === null ? '' : ' in this file'}. There are ${namesOf(scenarios, input)}.`);
  const { signal, dispose } = abortOn(token);
  try {
    return checkAnswer(await runSeveral(lab, variants, atOnce(), signal), scenarios);
  } finally {
    dispose();
  }
}

async function catalogOf(file: string | null, lab: NotedLab): ReturnType<NotedLab['catalog']> {
  try {
    return await lab.catalog(file);
  } catch (error) {
    if (error instanceof ScenarioError) throw new ToolInputError(`The file cannot be run: ${error.message}`);
    throw error;
  }
}

function namesOf(scenarios: readonly CatalogScenario[], { scenario }: CheckInput): string {
  const found = scenarios.find(({ name }) => name === scenario);
  return (found === undefined ? scenarios.map(({ name }) => name) : found.variants.map(({ name }) => `${found.name}/${name}`)).join(', ');
}

/** A file in an open folder. */
async function fileAt(given: string): Promise<string> {
  const folders = openFolders();
  const places = readExplainInput({ path: given }, folders).filter((place) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(place)) !== undefined);
  for (const place of places) if (await isFile(place)) return place;
  throw new ToolInputError(`${JSON.stringify(given)} is no file in an open folder.`);
}

async function isFile(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isFile();
  } catch (error) {
    if (errnoCode(error) !== undefined) return false;
    throw error;
  }
}
