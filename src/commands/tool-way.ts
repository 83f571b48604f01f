import * as vscode from 'vscode';
import type { Lock, ToolWay } from '../locks/lock.ts';
import { localize } from '../views/localize.ts';
import { oneLine, withoutIcons } from '../views/safe-text.ts';
import { tell } from '../views/tell.ts';
import { commandLine } from '../views/terminal/command-line.ts';
import type { CommandContext } from './context.ts';
import { targetOf } from './target.ts';
import { isTrusted } from './trust.ts';

interface WayPick extends vscode.QuickPickItem {
  readonly way: ToolWay;
}

/**
 * Runs, in a terminal and only on the user's word, what a lock's own tool offers to get out of it.
 * @param argument see targetOf; a node of the view for one way stands for that one
 * @returns the line that was typed; undefined when none was
 */
export async function toolCommand(argument: unknown, context: CommandContext): Promise<string | undefined> {
  if (!isTrusted()) return undefined;
  const lock = await targetOf(argument, context, vscode.l10n.t('Choose the lock whose tool to run'), ({ ways }) => ways.length > 0);
  return lock === null ? undefined : offerWays(lock, context, wayIn(argument, lock));
}

/** Lets the user choose among a lock's ways out and runs the one that they confirm. @param chosen the one that they have chosen already */
export async function offerWays(lock: Lock, { terminals }: CommandContext, chosen?: ToolWay): Promise<string | undefined> {
  if (lock.ways.length === 0) {
    tell('info', vscode.l10n.t('The tool of this lock has no command for it that is known.'));
    return undefined;
  }
  const way = chosen ?? (await pickWay(lock.ways));
  if (way === undefined) return undefined;
  const line = commandLine(way.argv, terminals.shellFor(way.cwd));
  if (line === null) {
    tell('warning', vscode.l10n.t('{0} cannot be written for this shell in a safe way. Run it by hand in {1}.', way.argv.map(oneLine).join(' '), oneLine(way.cwd)));
    return undefined;
  }
  return (await confirm(way, line)) ? typed(line, way, terminals) : undefined;
}

function typed(line: string, { cwd }: ToolWay, terminals: CommandContext['terminals']): string {
  terminals.run(line, cwd);
  return line;
}

async function pickWay(ways: readonly ToolWay[]): Promise<ToolWay | undefined> {
  const [only, ...others] = ways;
  if (others.length === 0) return only;
  const picks = ways.map((way): WayPick => ({ way, label: withoutIcons(way.argv.join(' ')), detail: withoutIcons(localize(way.does)) }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Choose the command, the gentlest first') }))?.way;
}

/** The first button is the one that Enter presses, so it changes nothing. */
async function confirm({ cwd, does }: ToolWay, line: string): Promise<boolean> {
  const copy: vscode.MessageItem = { title: vscode.l10n.t('Copy Command') };
  const run: vscode.MessageItem = { title: vscode.l10n.t('Run in Terminal') };
  const detail = [line, localize(does), vscode.l10n.t('It runs in {0}.', oneLine(cwd))].join('\n\n');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Run this command of the tool itself?'), { modal: true, detail }, copy, run);
  if (answer === copy) await vscode.env.clipboard.writeText(line);
  return answer === run;
}

/** The lock's own way that a node of the view stands for, whatever else the argument says. */
function wayIn(argument: unknown, { ways }: Lock): ToolWay | undefined {
  if (typeof argument !== 'object' || argument === null || !('way' in argument)) return undefined;
  const meant = JSON.stringify(argument.way);
  return ways.find((way) => JSON.stringify(way) === meant);
}
