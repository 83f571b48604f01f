import * as vscode from 'vscode';
import type { VariantId } from '../../race/lab.ts';
import type { ScenarioError } from '../../race/model/scenario-error.ts';
import { isAsPromised, runSeveral, type Outcome } from '../../race/run-several.ts';
import { grouped, localize } from '../../views/localize.ts';
import { abortOn } from '../../views/race-lab/abort.ts';
import { allVariants, variantsMeant } from '../../views/race-lab/choosing.ts';
import { isRaceFile } from '../../views/race-lab/find-files.ts';
import { atOnce } from '../../views/race-lab/settings.ts';
import { describeFinding, describeProgress, sayFinding } from '../../views/race-lab/standing-words.ts';
import { isAllowed, notAllowed } from '../../views/race-lab/trust.ts';
import { tell, type Action } from '../../views/tell.ts';
import type { RaceContext } from './context.ts';
import { pickVariants } from './pick.ts';

/** Lets the user choose a scenario, explores it and tells the verdict. @param argument what to run instead of asking */
export async function runScenarioCommand(argument: unknown, context: RaceContext): Promise<void> {
  const variants = (await variantsMeant(argument, context)) ?? (await pickVariants(context));
  if (variants !== null) await runAndTell(variants, context);
}

/** Explores what a CodeLens or a line of the tree stands for, or the file of the editor in front. */
export async function exploreCommand(argument: unknown, context: RaceContext): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const meant = argument ?? (uri !== undefined && isRaceFile(uri) ? { file: uri.fsPath } : undefined);
  const file = typeof meant === 'object' && meant !== null && 'file' in meant && typeof meant.file === 'string' ? meant.file : null;
  if (!isAllowed(file)) return tell('warning', notAllowed());
  if (file !== null) {
    await saved(file);
    await context.files.refresh(file);
  }
  await runScenarioCommand(meant, context);
}

export async function runAllCommand(context: RaceContext): Promise<void> {
  await runAndTell((await allVariants(context)).map(({ id }) => id), context);
}

/** What runs is the file on the disk. */
async function saved(file: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === file);
  if (document !== undefined) await document.save();
}

async function runAndTell(variants: readonly VariantId[], context: RaceContext): Promise<void> {
  if (variants.length === 0) return tell('info', vscode.l10n.t('There is no scenario here to run.'));
  const outcomes = await withProgress(variants, context);
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) tellOne(only, context);
  else tellSeveral(outcomes, context);
}

async function withProgress(variants: readonly VariantId[], { lab }: RaceContext): Promise<readonly Outcome[]> {
  const [first] = variants;
  const title = variants.length === 1 && first !== undefined ? vscode.l10n.t('Exploring {0}', nameOf(first)) : vscode.l10n.t('Exploring {0} variants', grouped(variants.length));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const { signal, dispose } = abortOn(token);
    let ended = 0;
    try {
      return await runSeveral(lab, variants, atOnce(), signal, {
        onProgress: (_variant, reached) => (variants.length === 1 ? progress.report({ message: localize(describeProgress(reached)) }) : undefined),
        onEnd: ({ variant }) => {
          ended += 1;
          if (variants.length > 1) progress.report({ message: vscode.l10n.t('{0} of {1}: {2}', grouped(ended), grouped(variants.length), nameOf(variant)), increment: 100 / variants.length });
        },
      });
    } finally {
      dispose();
    }
  });
}

function tellOne(outcome: Outcome, context: RaceContext): void {
  const { variant } = outcome;
  switch (outcome.is) {
    case 'cancelled': return undefined;
    case 'wrong': return tell('error', outcome.error.message, ...openLine(outcome.error));
    case 'found': {
      const { finding } = outcome;
      const says = [vscode.l10n.t('{0}: {1}.', nameOf(variant), localize(describeFinding(finding))), ...sayFinding(finding).map(localize)].join(' ');
      tell(isAsPromised(finding) ? 'info' : 'warning', says, showOnScreen(variant, context), ...copySchedule(finding.failure?.schedule));
    }
  }
}

function tellSeveral(outcomes: readonly Outcome[], context: RaceContext): void {
  const done = outcomes.filter(({ is }) => is !== 'cancelled');
  const other = done.filter((outcome) => outcome.is !== 'found' || !isAsPromised(outcome.finding));
  const [first] = other;
  if (done.length === 0) return;
  if (first === undefined) return tell('info', done.length < outcomes.length ? vscode.l10n.t('{0} of {1} variants were run; each came to what it promises.', grouped(done.length), grouped(outcomes.length)) : vscode.l10n.t('All {0} variants came to what they promise.', grouped(done.length)));
  const names = other.slice(0, 3).map(({ variant }) => nameOf(variant)).join(', ');
  tell('warning', vscode.l10n.t('{0} of {1} variants did not come to what they promise: {2}{3}', grouped(other.length), grouped(done.length), names, other.length > 3 ? ' ...' : '.'), showOnScreen(first.variant, context));
}

function showOnScreen(variant: VariantId, { screen }: RaceContext): Action {
  return { title: vscode.l10n.t('Show on Screen'), run: async () => screen.show(variant) };
}

function copySchedule(schedule: string | undefined): readonly Action[] {
  return schedule === undefined ? [] : [{ title: vscode.l10n.t('Copy Schedule'), run: async () => vscode.env.clipboard.writeText(schedule) }];
}

function openLine({ place }: ScenarioError): readonly Action[] {
  if (place === null) return [];
  const position = new vscode.Position(place.line - 1, Math.max(place.column - 1, 0));
  return [{ title: vscode.l10n.t('Open Line'), run: async () => vscode.window.showTextDocument(vscode.Uri.file(place.file), { selection: new vscode.Range(position, position) }) }];
}

function nameOf({ scenario, variant }: VariantId): string {
  return `${scenario}/${variant}`;
}
