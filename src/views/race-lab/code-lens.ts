import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { commandIds } from '../../contributions.ts';
import type { VariantId } from '../../race/lab.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import { outlineOf, type OutlinedScenario } from '../../race/outline.ts';
import { localize } from '../localize.ts';
import { withoutIcons } from '../safe-text.ts';
import { isRaceFile, racePattern } from './find-files.ts';
import type { RaceFiles } from './files.ts';
import type { RaceRequest } from './request.ts';
import { describeStanding, lookOfStanding } from './standing-words.ts';

/** Lenses are drawn anew so often while explorations tell how far they are, ms. */
const redrawApartMs = 250;

/** Puts "Explore all interleavings" and the last verdict above each scenario and variant of a user's file. The caller owns it. */
export function registerRaceLenses(lab: NotedLab, files: Pick<RaceFiles, 'onDidChange'>): vscode.Disposable {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<void>());
  let timer: NodeJS.Timeout | null = null;
  const redraw = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      changed.fire();
    }, redrawApartMs);
  };
  owned.add(lab.onDidChange(({ file }) => (file === null ? undefined : redraw())));
  owned.add(files.onDidChange(redraw));
  owned.add(vscode.workspace.onDidGrantWorkspaceTrust(redraw));
  owned.add({ dispose: () => (timer === null ? undefined : clearTimeout(timer)) });
  const selector: vscode.DocumentSelector = { scheme: 'file', pattern: racePattern };
  owned.add(vscode.languages.registerCodeLensProvider(selector, {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => (vscode.workspace.isTrusted && isRaceFile(document.uri) ? outlineOf(document.getText()).flatMap((scenario) => lensesOf(scenario, document.uri.fsPath, lab)) : []),
  }));
  return owned;
}

function lensesOf({ name, line, variants }: OutlinedScenario, file: string, lab: NotedLab): readonly vscode.CodeLens[] {
  const whole: RaceRequest = { file, ...(name === null ? {} : { scenario: name }) };
  return [lens(line, exploreCommand(whole)), ...(name === null ? [] : variants.flatMap((variant) => [lens(variant.line, exploreCommand({ ...whole, variant: variant.name })), ...verdictLens({ file, scenario: name, variant: variant.name }, variant.line, lab)]))];
}

function verdictLens(id: VariantId, line: number, lab: NotedLab): readonly vscode.CodeLens[] {
  const standing = lab.standingOf(id);
  if (standing.is === 'not-run') return [];
  const words = withoutIcons(localize(describeStanding(standing, { expect: 'PROVED' })));
  return [lens(line, { title: `$(${lookOfStanding(standing).icon}) ${words}`, tooltip: vscode.l10n.t('Open on Screen'), command: commandIds.openRaceLab, arguments: [id] })];
}

function exploreCommand(request: RaceRequest): vscode.Command {
  return { title: vscode.l10n.t('$(play) Explore all interleavings'), command: commandIds.exploreInterleavings, arguments: [request] };
}

function lens(line: number, command: vscode.Command): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), command);
}
