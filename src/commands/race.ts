import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { variantShown } from '../views/race-lab/choosing.ts';
import type { RaceContext } from './race/context.ts';
import { measureCommand } from './race/measure.ts';
import { newScenarioCommand } from './race/new-scenario.ts';
import { replayCommand } from './race/replay.ts';
import { exploreCommand, runAllCommand, runScenarioCommand } from './race/run.ts';

export type { RaceContext } from './race/context.ts';
export type RaceHandlers = ReturnType<typeof raceHandlers>;

/** The commands about the race lab. */
export function raceHandlers(context: RaceContext) {
  return {
    [commandIds.openRaceLab]: (argument: unknown) => context.screen.show(variantShown(argument) ?? undefined),
    [commandIds.runRaceScenario]: (argument: unknown) => runScenarioCommand(argument, context),
    [commandIds.runAllRaceScenarios]: () => runAllCommand(context),
    [commandIds.exploreInterleavings]: (argument: unknown) => exploreCommand(argument, context),
    [commandIds.replayRaceSchedule]: (argument: unknown) => replayCommand(argument, context),
    [commandIds.copyRaceSchedule]: (argument: unknown) => copyScheduleCommand(argument, context),
    [commandIds.newRaceScenario]: (argument: unknown) => newScenarioCommand(argument),
    [commandIds.measureRaceStrategies]: (argument: unknown) => measureCommand(argument, context.runs),
  };
}

/** Copies the schedule of the failure of a variant that was explored. */
async function copyScheduleCommand(argument: unknown, { lab }: RaceContext): Promise<void> {
  const variant = variantShown(argument);
  const standing = variant === null ? null : lab.standingOf(variant);
  const schedule = standing?.is === 'found' ? standing.finding.failure?.schedule : undefined;
  if (schedule === undefined) return;
  await vscode.env.clipboard.writeText(schedule);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the schedule'), 3000);
}
