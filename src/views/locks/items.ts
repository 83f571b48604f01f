import path from 'node:path';
import * as vscode from 'vscode';
import type { Holder, LockState } from '../../locks/lock.ts';
import { localize } from '../localize.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode, oneLine } from '../safe-text.ts';
import { lookOf, lookOfEvidence, meaningOf, titleOf, type Look } from '../states.ts';
import { ageOf, describeLock, nameHolder, nameInWorkspace, sayLock, shortCommand, type Folder } from '../wording.ts';
import type { DetailNode, GroupNode, LockNode } from './model.ts';

/** How a group is drawn. @param count how many locks are in it */
export function groupItem({ state }: GroupNode, count: number): vscode.TreeItem {
  const title = localize(titleOf(state));
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${state}`;
  item.description = String(count);
  item.tooltip = localize(meaningOf(state));
  item.contextValue = `group.${state}`;
  item.accessibilityInformation = {
    label: count === 1 ? vscode.l10n.t('{0}: 1 lock', title) : vscode.l10n.t('{0}: {1} locks', title, count),
  };
  return item;
}

/** How a lock is drawn. Notes in the node of when its age is. */
export function lockItem(node: LockNode, folders: readonly Folder[], now: number): vscode.TreeItem {
  const { lock } = node;
  const { state } = lock.verdict;
  const name = nameInWorkspace(lock.resource, folders);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const description = localize(describeLock(lock, now));
  node.drawnAt = now;
  item.id = `lock:${lock.path}`;
  item.description = description;
  item.iconPath = iconOf(lookOf(state));
  item.contextValue = `lock.${state}.${lock.breaking}`;
  item.accessibilityInformation = { label: localize(sayLock(name, lock.title, description)) };
  return item;
}

/** The tooltip of a lock; made when it is asked for. */
export function lockTooltip({ lock }: LockNode, now: number): vscode.MarkdownString {
  const { state, evidence } = lock.verdict;
  const facts = evidence.map(({ message }) => `- ${escapeMarkdown(capitalized(localize(message)))}`);
  const heading = `**${escapeMarkdown(lock.title)}: ${localize(titleOf(state)).toLowerCase()}**`;
  const since = vscode.l10n.t('Since {0}, {1} ago', formatMoment(lock.acquiredAt, now), ageOf(lock, now));
  const lines = [heading, inlineCode(lock.path), escapeMarkdown(`${localize(meaningOf(state))} ${since}.`), facts.join('\n')];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

/** How a line below a lock is drawn. */
export function detailItem(node: DetailNode, folders: readonly Folder[], now: number): vscode.TreeItem {
  const item = drawDetail(node, folders, now);
  item.id = `detail:${node.key}:${node.parent.lock.path}`;
  return item;
}

function drawDetail(node: DetailNode, folders: readonly Folder[], now: number): vscode.TreeItem {
  switch (node.type) {
    case 'holder':
      return holderItem(node.holder, roleOfHolder(node.parent.lock.verdict.state), 'account', now);
    case 'waiter':
      return holderItem(node.holder, vscode.l10n.t('waits for it'), 'watch', now);
    case 'evidence': {
      const sentence = capitalized(oneLine(localize(node.evidence.message)));
      const item = new vscode.TreeItem(sentence);
      item.iconPath = iconOf(lookOfEvidence(node.evidence));
      item.tooltip = sentence;
      item.contextValue = 'evidence';
      return item;
    }
    case 'file':
      return fileItem(node.parent.lock.path, folders);
  }
}

function roleOfHolder(state: LockState): string {
  if (state === 'held') return vscode.l10n.t('holds it');
  return state === 'stale' ? vscode.l10n.t('held it last') : vscode.l10n.t('named as its holder');
}

function holderItem(holder: Holder, role: string, icon: string, now: number): vscode.TreeItem {
  const name = holder.command === null ? nameHolder(holder) : shortCommand(holder.command);
  const item = new vscode.TreeItem(name);
  const facts = [role, ...holderFacts(holder, now)];
  item.description = facts.join(', ');
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = 'holder';
  item.tooltip = [holder.command === null ? name : oneLine(holder.command), ...facts].join('\n');
  item.accessibilityInformation = { label: `${name}, ${facts.join(', ')}` };
  return item;
}

function holderFacts({ pid, user, startedAt, cwd, command }: Holder, now: number): string[] {
  return [
    pid === null || command === null ? null : vscode.l10n.t('pid {0}', pid),
    user === null ? null : oneLine(user),
    startedAt === null ? null : vscode.l10n.t('started {0}', formatMoment(startedAt, now)),
    cwd === null ? null : vscode.l10n.t('in {0}', oneLine(cwd)),
  ].filter((fact) => fact !== null);
}

function fileItem(lockPath: string, folders: readonly Folder[]): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(path.basename(lockPath)));
  item.description = nameInWorkspace(path.dirname(lockPath), folders);
  item.iconPath = new vscode.ThemeIcon('file');
  item.tooltip = oneLine(lockPath);
  item.contextValue = 'lockFile';
  item.accessibilityInformation = { label: vscode.l10n.t('Lock file: {0}', oneLine(lockPath)) };
  return item;
}

/** A look as the editor draws it. */
export function iconOf({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
