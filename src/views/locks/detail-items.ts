import path from 'node:path';
import * as vscode from 'vscode';
import { commandLine } from '../../base/command-line.ts';
import { commandIds } from '../../contributions.ts';
import { nameKernelLock, rangeOf } from '../../locks/kernel-words.ts';
import type { Holder, KernelLock, LockState } from '../../locks/lock.ts';
import { localize } from '../localize.ts';
import { formatMoment } from '../moment.ts';
import { describeOrigin, type WindowProcesses } from '../origin.ts';
import { capitalized, oneLine } from '../safe-text.ts';
import { lookOfEvidence } from '../states.ts';
import { nameHolder, nameInWorkspace, shortCommand, type Folder } from '../wording.ts';
import { iconOf } from './items.ts';
import type { DetailNode } from './nodes.ts';

/** What a detail is drawn with. */
export interface Surroundings {
  readonly folders: readonly Folder[];
  /** ms since the epoch. */
  readonly now: number;
  readonly processes: WindowProcesses;
}

/** How a line below a lock is drawn. */
export function detailItem(node: DetailNode, around: Surroundings): vscode.TreeItem {
  const item = drawDetail(node, around);
  item.id = `detail:${node.key}:${node.parent.lock.path}`;
  return item;
}

function drawDetail(node: DetailNode, around: Surroundings): vscode.TreeItem {
  switch (node.type) {
    case 'holder':
      return processItem(node.holder, { role: roleOfHolder(node.parent.lock.verdict.state), icon: 'account', kind: 'holder' }, around);
    case 'waiter':
      return processItem(node.holder, { role: vscode.l10n.t('waits for it'), icon: 'watch', kind: 'waiter' }, around);
    case 'kernelLock':
      return kernelLockItem(node.kernelLock);
    case 'evidence': {
      const sentence = capitalized(oneLine(localize(node.evidence.message)));
      return drawn(sentence, { icon: iconOf(lookOfEvidence(node.evidence)), kind: 'evidence', tooltip: sentence });
    }
    case 'way':
      return wayItem(node);
    case 'file':
      return fileItem(node.parent.lock.path, around.folders);
  }
}

interface Drawing {
  readonly icon: vscode.ThemeIcon;
  /** For the when-clauses of menus. */
  readonly kind: string;
  readonly tooltip: string;
  readonly description?: string;
}

function drawn(label: string, { icon, kind, tooltip, description }: Drawing): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = icon;
  item.contextValue = kind;
  item.tooltip = tooltip;
  if (description === undefined) return item;
  item.description = description;
  item.accessibilityInformation = { label: `${label}, ${description}` };
  return item;
}

function roleOfHolder(state: LockState): string {
  if (state === 'held') return vscode.l10n.t('holds it');
  return state === 'stale' ? vscode.l10n.t('held it last') : vscode.l10n.t('named as its holder');
}

function processItem(process: Holder, { role, icon, kind }: { role: string; icon: string; kind: string }, { now, processes }: Surroundings): vscode.TreeItem {
  const name = process.command === null ? nameHolder(process) : shortCommand(process.command);
  const origin = describeOrigin(process, processes);
  const facts = [role, ...processFacts(process, origin === null ? null : localize(origin), now)];
  const command = process.command === null ? name : oneLine(process.command);
  return drawn(name, { icon: new vscode.ThemeIcon(icon), kind, description: facts.join(', '), tooltip: [command, ...facts].join('\n') });
}

function processFacts({ pid, user, startedAt, cwd, command }: Holder, origin: string | null, now: number): string[] {
  return [
    pid === null || command === null ? null : vscode.l10n.t('pid {0}', pid),
    origin === null ? null : vscode.l10n.t('from {0}', origin),
    user === null ? null : oneLine(user),
    startedAt === null ? null : vscode.l10n.t('started {0}', formatMoment(startedAt, now)),
    cwd === null ? null : vscode.l10n.t('in {0}', oneLine(cwd)),
  ].filter((fact) => fact !== null);
}

function kernelLockItem(lock: KernelLock): vscode.TreeItem {
  const label = capitalized(localize(nameKernelLock(lock)));
  const holders = lock.holders.map((holder) => nameHolder(holder));
  const who = holders.length === 0 ? vscode.l10n.t('holder not to be seen') : vscode.l10n.t('held by {0}', holders.join(', '));
  const facts = [localize(rangeOf(lock)), who];
  return drawn(label, { icon: new vscode.ThemeIcon('key'), kind: 'kernelLock', description: facts.join(', '), tooltip: [label, ...facts].join('\n') });
}

function wayItem(node: Extract<DetailNode, { type: 'way' }>): vscode.TreeItem {
  const { argv, cwd, does } = node.way;
  const command = oneLine(commandLine(argv));
  const tooltip = [command, localize(does), vscode.l10n.t('in {0}', oneLine(cwd))].join('\n');
  const item = drawn(vscode.l10n.t('Own way out: {0}', command), { icon: new vscode.ThemeIcon('terminal'), kind: 'way', description: localize(does), tooltip });
  item.command = { command: commandIds.runToolCommand, title: vscode.l10n.t('Run Tool Command...'), arguments: [node] };
  return item;
}

function fileItem(lockPath: string, folders: readonly Folder[]): vscode.TreeItem {
  const item = drawn(oneLine(path.basename(lockPath)), { icon: new vscode.ThemeIcon('file'), kind: 'lockFile', tooltip: oneLine(lockPath), description: nameInWorkspace(path.dirname(lockPath), folders) });
  item.accessibilityInformation = { label: vscode.l10n.t('Lock file: {0}', oneLine(lockPath)) };
  return item;
}
