import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions.ts';
import type { Holder } from '../../locks/lock.ts';
import { grouped, localize } from '../localize.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode, oneLine } from '../safe-text.ts';
import { lookOf, meaningOf, titleOf, type Look } from '../states.ts';
import { withStale } from '../summary.ts';
import { ageOf, describeLock, nameHolder, nameInWorkspace, sayLock, shortCommand, type Folder } from '../wording.ts';
import type { Heading } from './grouping.ts';
import type { GroupNode, LockNode, MoreNode } from './nodes.ts';

/** What a group tells of its locks. */
export interface GroupCount {
  readonly locks: number;
  /** How many of them are stale. */
  readonly stale: number;
}

/** How a group is drawn. @param count also whether it is closed at first */
export function groupItem({ id, heading }: GroupNode, count: GroupCount & { readonly closed: boolean }, folders: readonly Folder[]): vscode.TreeItem {
  const { title, details, tooltip, icon } = drawHeading(heading, folders);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState[count.closed ? 'Collapsed' : 'Expanded']);
  const counted = [...details, ...(heading.by === 'state' ? [countOf(count.locks)] : inWords(count))].join(', ');
  item.id = `group:${id}`;
  item.description = heading.by === 'state' ? grouped(count.locks) : counted;
  item.tooltip = tooltip;
  item.contextValue = heading.by === 'state' ? `group.state.${heading.state}` : `group.${heading.by}`;
  if (icon !== null) item.iconPath = new vscode.ThemeIcon(icon);
  item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', title, counted) };
  return item;
}

/** "3 locks, 1 stale", "2 stale locks". */
function inWords({ locks, stale }: GroupCount): string[] {
  if (stale === locks) return [localize(withStale(stale))];
  return stale === 0 ? [countOf(locks)] : [countOf(locks), vscode.l10n.t('{0} stale', grouped(stale))];
}

function countOf(locks: number): string {
  return locks === 1 ? vscode.l10n.t('1 lock') : vscode.l10n.t('{0} locks', grouped(locks));
}

interface DrawnHeading {
  readonly title: string;
  /** What else there is to say of it. */
  readonly details: readonly string[];
  readonly tooltip: string;
  /** Name of a codicon; null for none. */
  readonly icon: string | null;
}

function drawHeading(heading: Heading, folders: readonly Folder[]): DrawnHeading {
  switch (heading.by) {
    case 'state':
      return { title: localize(titleOf(heading.state)), details: [], tooltip: localize(meaningOf(heading.state)), icon: null };
    case 'folder':
      return { title: nameInWorkspace(heading.path, folders), details: [], tooltip: oneLine(heading.path), icon: 'folder' };
    case 'holder':
      return drawHolder(heading.holder);
  }
}

function drawHolder(holder: Holder | null): DrawnHeading {
  if (holder === null) return { title: vscode.l10n.t('No known holder'), details: [], tooltip: vscode.l10n.t('Nothing tells who holds these locks.'), icon: 'circle-slash' };
  const { command, pid } = holder;
  if (command === null) return { title: nameHolder(holder), details: [], tooltip: nameHolder(holder), icon: 'account' };
  const details = pid === null ? [] : [vscode.l10n.t('pid {0}', pid)];
  return { title: shortCommand(command), details, tooltip: [oneLine(command), ...details].join('\n'), icon: 'account' };
}

/** What stands for all that is not shown. */
export function moreItem({ parent, count }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('… and {0} more. Filter to narrow.', grouped(count)));
  item.id = `more:${parent === null ? '' : parent.id}`;
  item.contextValue = 'more';
  item.command = { command: commandIds.filterLocks, title: vscode.l10n.t('Filter Locks...') };
  return item;
}

/** How a lock is drawn in its group, which goes without saying. Notes in the node of when its age is. */
export function lockItem(node: LockNode, heading: Heading | null, { folders, now }: { readonly folders: readonly Folder[]; readonly now: number }): vscode.TreeItem {
  const { lock } = node;
  const { state } = lock.verdict;
  const name = heading?.by === 'folder' ? nameWithin(heading.path, lock.resource) : nameInWorkspace(lock.resource, folders);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  const description = localize(describeLock(heading?.by === 'holder' ? { ...lock, holder: null } : lock, now));
  node.drawnAt = now;
  item.id = `lock:${lock.path}`;
  item.description = description;
  item.iconPath = iconOf(lookOf(state));
  item.contextValue = `lock.${state}.${lock.breaking}${lock.ways.length === 0 ? '' : '.ways'}`;
  item.accessibilityInformation = { label: localize(sayLock(name, lock.title, description)) };
  return item;
}

function nameWithin(folder: string, resource: string): string {
  return oneLine(path.relative(folder, resource) || path.basename(resource));
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

/** A look as the editor draws it. */
export function iconOf({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
