import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { VariantId } from '../../race/lab.ts';
import { readSchedule } from '../../race/model/schedule.ts';
import { ScenarioError } from '../../race/model/scenario-error.ts';
import { allVariants } from '../../views/race-lab/choosing.ts';
import type { RaceContext } from './context.ts';

/**
 * Shows the run of a schedule.
 * @param argument the schedule; without, the user is asked
 * @throws ScenarioError when nothing here can be run by it, or its scenario has changed since
 */
export async function replayCommand(argument: unknown, context: RaceContext): Promise<void> {
  const schedule = typeof argument === 'string' ? argument : await vscode.window.showInputBox({ title: vscode.l10n.t('Replay Race Schedule'), prompt: vscode.l10n.t('A schedule as it was copied'), placeHolder: 'counter-race/read-add-write@1f00ba55:abab', validateInput: wrongWith, ignoreFocusOut: true });
  if (schedule === undefined) return;
  const variant = await variantOf(schedule, context);
  // Whether it can be replayed is known only by doing so.
  const trace = await context.lab.trace(variant, schedule.trim());
  context.screen.show(variant, trace.schedule);
}

function wrongWith(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    readSchedule(text);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Two files may have a scenario of that name; the one whose file is in front is meant first. */
async function variantOf(schedule: string, context: RaceContext): Promise<VariantId> {
  const { scenario, variant } = readSchedule(schedule);
  const front = vscode.window.activeTextEditor?.document.uri.fsPath;
  const found = (await allVariants(context)).map(({ id }) => id).filter((id) => id.scenario === scenario && id.variant === variant);
  const meant = found.find(({ file }) => file === front) ?? found[0];
  if (meant === undefined) throw new ScenarioError(vscode.l10n.t('No scenario here is called {0}. It may be one of a file that is not open or does not load.', `${scenario}/${variant}`));
  return meant;
}
