import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { commandIds, viewIds } from '../contributions.ts';
import { showExplanation } from '../views/explain/index.ts';
import { arrangeHandlers } from './arrange.ts';
import { breakAllCommand } from './break-all.ts';
import { breakCommand } from './break-lock.ts';
import { contentionHandlers, type ContentionContext, type ContentionHandlers } from './contention.ts';
import type { CommandContext } from './context.ts';
import { copyLockPath, copyReport } from './copy.ts';
import { endHolderCommand } from './end-holder.ts';
import { notifyCommand } from './notify.ts';
import { raceHandlers, type RaceContext, type RaceHandlers } from './race.ts';
import { saveAllAtomicallyCommand } from './save/all.ts';
import { saveAtomicallyCommand } from './save/atomically.ts';
import { showHolderCommand } from './show-holder.ts';
import { targetOf } from './target.ts';
import { tellFailure } from '../views/tell.ts';
import { toolCommand } from './tool-way.ts';
import { undoCommand } from './undo.ts';

type CommandId = (typeof commandIds)[keyof typeof commandIds];
type Handler = (argument: unknown) => unknown;
type Handlers = Record<Exclude<CommandId, keyof ContentionHandlers | keyof RaceHandlers>, Handler>;

/** Registers every command. The caller owns the registrations. @param version of this extension */
export function registerCommands(context: CommandContext, version: string): vscode.Disposable {
  const handlers: Handlers = {
    [commandIds.breakLock]: (argument) => breakCommand(argument, context),
    [commandIds.breakAllStale]: () => breakAllCommand(context),
    [commandIds.undoLastBreak]: () => undoCommand(context),
    [commandIds.showJournal]: () => context.pages.showJournal(),
    [commandIds.explainLock]: (argument) => explainCommand(argument, context),
    [commandIds.refresh]: () => vscode.window.withProgress({ location: { viewId: viewIds.locks } }, () => context.inventory.refresh()),
    [commandIds.copyLockReport]: () => copyReport(context, version),
    [commandIds.copyLockPath]: (argument) => copyLockPath(argument, context),
    [commandIds.showLocks]: () => vscode.commands.executeCommand(`${viewIds.locks}.focus`),
    [commandIds.endHolder]: (argument) => endHolderCommand(argument, context),
    [commandIds.showHolder]: (argument) => showHolderCommand(argument, context),
    [commandIds.runToolCommand]: (argument) => toolCommand(argument, context),
    [commandIds.notifyWhenReleased]: (argument) => notifyCommand(argument, context),
    [commandIds.saveAtomically]: (argument) => saveAtomicallyCommand(argument, context),
    [commandIds.saveAllAtomically]: (argument) => saveAllAtomicallyCommand(argument, context),
    ...arrangeHandlers(context.view),
  };
  return registerHandlers(handlers);
}

/** Registers the commands about the contention. The caller owns the registrations. */
export function registerContentionCommands(context: ContentionContext): vscode.Disposable {
  return registerHandlers(contentionHandlers(context));
}

/** Registers the commands about the race lab. The caller owns the registrations. */
export function registerRaceCommands(context: RaceContext): vscode.Disposable {
  return registerHandlers(raceHandlers(context));
}

function registerHandlers(handlers: Readonly<Record<string, Handler>>): vscode.Disposable {
  const owned = new DisposableStore();
  for (const [id, handle] of Object.entries(handlers)) {
    owned.add(vscode.commands.registerCommand(id, (argument: unknown) => telling(() => handle(argument))));
  }
  return owned;
}

async function explainCommand(argument: unknown, context: CommandContext): Promise<void> {
  const lock = await targetOf(argument, context, vscode.l10n.t('Choose the lock to explain'));
  if (lock !== null) await showExplanation(lock);
}

/** Runs a command; what goes wrong is told in our words instead of the editor's. */
async function telling(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    tellFailure(error);
    return undefined;
  }
}
