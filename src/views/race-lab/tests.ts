import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { messageOf } from '../../base/errors.ts';
import type { VariantId } from '../../race/lab.ts';
import { ScenarioError } from '../../race/model/scenario-error.ts';
import type { Trace } from '../../race/model/trace.ts';
import { keyOf, type NotedLab } from '../../race/noted-lab.ts';
import { isAsPromised, runSeveral, type Outcome } from '../../race/run-several.ts';
import { abortOn } from './abort.ts';
import type { RaceFiles } from './files.ts';
import { atOnce, onDidChangeRaceSettings, showsBuiltInTests } from './settings.ts';
import { TestItems } from './test-items.ts';
import { locationIn, messageOfError, messageOfFinding, outputOf } from './test-messages.ts';
import { notAllowed } from './trust.ts';

/** What the Test Explorer shows, for tests. */
export interface RaceTests extends vscode.Disposable {
  readonly controller: vscode.TestController;
  readonly profile: vscode.TestRunProfile;
}

/** Shows the scenarios in the Test Explorer: one passes when it is found to be what it promises. The caller owns it. */
export function registerRaceTests(lab: NotedLab, files: RaceFiles): RaceTests {
  const owned = new DisposableStore();
  const controller = owned.add(vscode.tests.createTestController('lockscope.race', vscode.l10n.t('Race Lab')));
  const items = new TestItems(controller, lab, files);
  const refresh = (file: string | null): Promise<void> => items.refresh(file, showsBuiltInTests());
  const refreshed = (file: string | null): void => void refresh(file).catch((error: unknown) => console.error(`lockscope: ${messageOf(error)}`));
  controller.resolveHandler = (item) => items.resolve(item, showsBuiltInTests());
  controller.refreshHandler = () => items.resolve(undefined, showsBuiltInTests());
  const profile = owned.add(controller.createRunProfile(vscode.l10n.t('Explore'), vscode.TestRunProfileKind.Run, (request, token) => runTests(request, token, { controller, items, lab }), true));
  owned.add(files.onDidChange(refreshed));
  owned.add(onDidChangeRaceSettings(() => refreshed(null)));
  return { controller, profile, dispose: () => owned.dispose() };
}

interface Running {
  readonly controller: vscode.TestController;
  readonly items: TestItems;
  readonly lab: NotedLab;
}

async function runTests(request: vscode.TestRunRequest, token: vscode.CancellationToken, { controller, items, lab }: Running): Promise<void> {
  const run = controller.createTestRun(request);
  const { signal, dispose } = abortOn(token);
  try {
    const leaves = await leavesOf(request, controller, items);
    const variants = new Map<string, vscode.TestItem>();
    const ids = leaves.flatMap((item) => {
      run.enqueued(item);
      const subject = items.subjectOf(item);
      if (subject?.is !== 'variant') return [];
      variants.set(keyOf(subject.id), item);
      return [subject.id];
    });
    await Promise.all(leaves.map((item) => reportFile(item, run, { controller, items, lab })));
    const reports: Promise<void>[] = [];
    const startedAt = new Map<string, number>();
    const itemOf = (variant: VariantId, act: (item: vscode.TestItem) => void): void => {
      const item = variants.get(keyOf(variant));
      if (item !== undefined) act(item);
    };
    await runSeveral(lab, ids, atOnce(), signal, {
      onStart: (variant) => {
        startedAt.set(keyOf(variant), performance.now());
        itemOf(variant, (item) => run.started(item));
      },
      onEnd: (outcome) => itemOf(outcome.variant, (item) => void reports.push(report(outcome, item, run, lab, performance.now() - (startedAt.get(keyOf(outcome.variant)) ?? NaN)))),
    });
    await Promise.all(reports);
  } finally {
    dispose();
    run.end();
  }
}

async function leavesOf({ include, exclude = [] }: vscode.TestRunRequest, controller: vscode.TestController, items: TestItems): Promise<readonly vscode.TestItem[]> {
  const hasBuiltIn = showsBuiltInTests();
  if (include === undefined) await items.resolve(undefined, hasBuiltIn);
  const wanted = include ?? [...controller.items].map(([, item]) => item);
  const leaves = new Set((await Promise.all(wanted.map((item) => items.leavesOf(item, hasBuiltIn)))).flat());
  return [...leaves].filter((leaf) => !exclude.some((left) => isIn(leaf, left)));
}

function isIn(item: vscode.TestItem, other: vscode.TestItem): boolean {
  return item === other || (item.parent !== undefined && isIn(item.parent, other));
}

/** A file that has nothing to run: what is wrong with it, or that nobody may run it. */
async function reportFile(item: vscode.TestItem, run: vscode.TestRun, { items, lab }: Running): Promise<void> {
  const subject = items.subjectOf(item);
  if (subject?.is !== 'file') return;
  if (!vscode.workspace.isTrusted) {
    run.appendOutput(`${notAllowed()}\r\n`, undefined, item);
    return run.skipped(item);
  }
  const wrong = await wrongWith(subject.file, lab);
  if (wrong === null) return run.skipped(item);
  return run.errored(item, wrong);
}

async function wrongWith(file: string, lab: NotedLab): Promise<vscode.TestMessage | null> {
  try {
    await lab.catalog(file);
    return null;
  } catch (error) {
    return error instanceof ScenarioError ? messageOfError(file, error, (place) => locationIn(false, place)) : new vscode.TestMessage(messageOf(error));
  }
}

async function report(outcome: Outcome, item: vscode.TestItem, run: vscode.TestRun, lab: NotedLab, took: number): Promise<void> {
  const { variant } = outcome;
  const locationOf = (place: Parameters<typeof locationIn>[1]): vscode.Location => locationIn(variant.file === null, place);
  switch (outcome.is) {
    case 'cancelled': return run.skipped(item);
    case 'wrong': return run.errored(item, messageOfError(variant.file, outcome.error, locationOf), took);
    case 'found': {
      const { finding } = outcome;
      run.appendOutput(outputOf(variant, finding), undefined, item);
      if (isAsPromised(finding)) return run.passed(item, took);
      const trace = finding.failure === null ? null : await traceOf(variant, finding.failure.schedule, lab);
      return run.failed(item, messageOfFinding(finding, trace, locationOf), took);
    }
  }
}

/** The run that fails; null when the file has changed since. */
async function traceOf(variant: VariantId, schedule: string, lab: NotedLab): Promise<Trace | null> {
  try {
    return await lab.trace(variant, schedule);
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
