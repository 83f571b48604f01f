import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { apiOf, type LockscopeApi } from './api.ts';
import { breakServices, type BreakServices } from './breaking/services.ts';
import { ownStateFolder } from './system/own-state-folder.ts';
import { AutomaticBreaking } from './commands/break-automatically.ts';
import { isInScope } from './commands/break-scope.ts';
import { registerCommands, registerContentionCommands, registerRaceCommands } from './commands/index.ts';
import { Recovery } from './commands/recovery.ts';
import { Baselines } from './commands/save/baselines.ts';
import { SaveKeys } from './commands/save/keys.ts';
import type { SaveState } from './commands/save/state.ts';
import { UndoState } from './commands/undo-state.ts';
import { registerContention } from './views/contention/index.ts';
import { contentionStore } from './views/contention-store.ts';
import { registerDecorations, type Decorations } from './views/decorations/index.ts';
import { registerExplanations, writeExplanation } from './views/explain/index.ts';
import { registerJournal } from './views/journal/index.ts';
import { registerTools } from './views/language-model/index.ts';
import { registerRaceTool } from './views/language-model/race.ts';
import { registerLocksView, type LocksView } from './views/locks/index.ts';
import { memoryIn } from './views/memory.ts';
import { registerDeadlockNotices } from './views/notifications/deadlocks.ts';
import { registerStaleNotices } from './views/notifications/stale.ts';
import { Turn } from './views/notifications/turn.ts';
import { Waits } from './views/notifications/waits.ts';
import { Roots } from './views/roots.ts';
import { ExtraFolders, WorkspaceLocks } from './views/workspace-locks.ts';
import { registerRaceLab, type RaceLabScreen } from './views/race-lab/index.ts';
import { registerRacePlaces, type RacePlaces } from './views/race-lab/places.ts';
import { labOptions } from './views/race-lab/settings.ts';
import { registerRaceRuns, type RaceRunsScreen } from './views/race-runs/index.ts';
import { registerStatusBar } from './views/status-bar.ts';
import { Tally } from './views/tally.ts';
import { registerLockLinks } from './views/terminal/links.ts';
import { registerTerminalOffers } from './views/terminal/offers.ts';
import { ToolTerminals } from './views/terminal/tool-terminals.ts';
import { OwnProcesses } from './views/window-processes.ts';
import { openFolders } from './views/workspace.ts';
import { SharedState } from './saving/shared-state.ts';
import { ContentionWatch } from './contention/contention-watch.ts';
import type { History } from './contention/history.ts';
import { NotedLab } from './race/noted-lab.ts';
import { ForkedLab } from './race/real/forked-lab.ts';
import { ThreadedLab } from './race/worker/threaded-lab.ts';
import { createMachine } from './system/this-machine.ts';
import { holderControl } from './watch/holder-control.ts';
import { ThreadedInventory } from './watch/threaded-inventory.ts';

/** What the tests inside the editor get beside it: what the editor shows and has no getter for. */
export interface TestApi extends LockscopeApi {
  readonly shown: { readonly view: LocksView; readonly decorations: Decorations; statusBar(): string | null; saveKeys(): SaveKeys['now']; readonly race: RacePlaces & { readonly lab: NotedLab; readonly screen: RaceLabScreen; readonly runs: RaceRunsScreen }; readonly roots: Pick<Roots, 'also'>; readonly history: Pick<History, 'spans'> };
  /** What is done at the start. */
  recover(): Promise<void>;
}

/** What is to be on the disk before the window ends or is loaded anew. */
let untilSaved: (() => Promise<void>) | null = null;

/** What is to have ended by then. */
let untilEnded: (() => Promise<void>) | null = null;

/** Puts the parts together. Nothing is looked at before it has returned. */
export function activate(context: vscode.ExtensionContext): LockscopeApi | TestApi {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const inventory = own(new ThreadedInventory(context.asAbsolutePath('dist/watcher.mjs'), memoryIn(context.workspaceState)));
  const mayTouch: BreakServices['mayTouch'] = (lock, target) => isInScope(lock, target, openFolders().map(({ path }) => path), inventory.locks);
  const folder = ownStateFolder();
  const services = breakServices(folder, (path) => inventory.inspect(path), mayTouch);
  const processes = own(new OwnProcesses());
  const extra = new ExtraFolders();
  const workspaceLocks = new WorkspaceLocks(inventory, extra);
  const tally = own(new Tally(workspaceLocks));
  const machine = createMachine();
  const contention = own(new ContentionWatch(inventory, machine, context.asAbsolutePath('dist/sampler.mjs')));
  const view = own(registerLocksView({ inventory, workspaceLocks, tally, processes, state: context.workspaceState }));
  const statusBar = own(registerStatusBar(inventory, tally));
  const undo = own(new UndoState(services.journal));
  own(registerExplanations(inventory, processes));
  const decorations = own(registerDecorations(inventory));
  own(registerTools(inventory));
  const turn = new Turn(new SharedState(join(folder, 'windows.json')), randomUUID());
  const waits = own(new Waits(inventory, turn));
  own(registerStaleNotices(workspaceLocks, turn));
  own(registerTerminalOffers(inventory, turn));
  own(registerLockLinks(inventory));
  const terminals = own(new ToolTerminals());
  const control = holderControl(machine, process.pid);
  const pages = own(registerJournal(services.journal));
  const saving: SaveState = { baselines: own(new Baselines()), consents: new Set<string>(), running: new Map() };
  const saveKeys = own(new SaveKeys());
  const commandContext = { inventory, workspaceLocks, view, services, undo, control, processes, turn, waits, terminals, pages, saving };
  own(registerCommands(commandContext, String(context.extension.packageJSON.version)));
  const store = contentionStore(contention.history, context, extra);
  if (store !== null) own(store);
  untilSaved = async () => store?.flush();
  const contentionViews = own(registerContention({ history: contention.history, context, troubles: contention, setWatched: (isWatched) => contention.setWatched(isWatched) }));
  own(registerContentionCommands({ history: contention.history, contention: contentionViews }));
  own(registerDeadlockNotices(contention.history, turn, extra));
  const lab = own(new NotedLab(new ThreadedLab(context.asAbsolutePath('dist/race-worker.mjs'), labOptions())));
  const screen: RaceLabScreen = own(registerRaceLab({ lab, context, measuring: { scenarios: () => runs.measured(), show: (scenario) => runs.show(scenario) } }));
  const places = own(registerRacePlaces(lab));
  own(registerRaceTool(lab));
  own(new AutomaticBreaking(commandContext));
  const recovery = own(new Recovery(commandContext));
  const roots = own(new Roots(inventory, contention, extra));
  const realLab = new ForkedLab(context.asAbsolutePath('dist/race-runner.mjs'));
  untilEnded = () => realLab.close();
  const runs: RaceRunsScreen = own(registerRaceRuns({ lab: realLab, modelLab: lab, context, screen, stateFolder: folder, lookAt: (each) => roots.also(each) }));
  own(registerRaceCommands({ lab, screen, runs, files: places.files }));
  setImmediate(() => {
    roots.follow();
    undo.update();
    recovery.start();
  });
  const api = apiOf(inventory, (lock) => writeExplanation(lock, processes));
  return context.extensionMode === vscode.ExtensionMode.Test ? { ...api, shown: { view, decorations, statusBar: () => statusBar.text, saveKeys: () => saveKeys.now, race: { ...places, lab, screen, runs }, roots, history: contention.history }, recover: () => recovery.recover() } : api;
}

export async function deactivate(): Promise<void> {
  await Promise.all([untilSaved?.(), untilEnded?.()]);
}
