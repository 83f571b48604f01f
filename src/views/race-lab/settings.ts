import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { LabOptions } from '../../race/worker/threaded-lab.ts';
import { settingIds, settingsSection } from '../../contributions.ts';

/** The limits for a lab, which reads them for each exploration; what is no number within reason counts as the default. */
export function labOptions(): LabOptions {
  return {
    get memoryMb() {
      return numberIn(settingIds.raceLabMemoryLimit, 64, 16_384, 1024);
    },
    get stuckMs() {
      return 1000 * numberIn(settingIds.raceLabStepTimeLimit, 0.5, 600, 5);
    },
  };
}

/** Whether the Test Explorer also shows what comes with Lockscope. */
export function showsBuiltInTests(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get<unknown>(settingIds.raceLabBuiltInTests) !== false;
}

/** Calls when they may have changed. */
export function onDidChangeRaceSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.raceLab`)) listener();
  });
}

/** So many explorations run at a time: one processor is left to the editor. */
export function atOnce(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

function numberIn(id: string, least: number, most: number, otherwise: number): number {
  const value = vscode.workspace.getConfiguration(settingsSection).get<unknown>(id);
  return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
}
