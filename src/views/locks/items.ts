import * as vscode from 'vscode';
import { commandIds } from '../../contributions.ts';
import { grouped, localize } from '../localize.ts';
import { formatMoment } from '../moment.ts';
import { capitalized, escapeMarkdown, inlineCode, oneLine } from '../safe-text.ts';
import { lookOf, meaningOf, titleOf, type Look } from '../states.ts';
import { ageOf, describeLock, nameHolder, nameInWorkspace, sayLock, type Folder } from '../wording.ts';
import type { Heading } from './grouping.ts';
import type { GroupNode, LockNode, MoreNode } from './nodes.ts';

/** How a group is drawn. @param count how many locks are in it, and how many of them are stale */
export function groupItem({ id, heading }: GroupNode, count: { readonly locks: number; readonly stale: number }, folders: readonly Folder[]): vscode.TreeItem {
  const { title, tooltip, icon } = drawHeading(heading, folders);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  const locks = count.locks === 1 ? vscode.l10n.t('1 lock') : vscode.l10n.t('{0} locks', grouped(count.locks));
  const isNotable = heading.by !== 'state' && count.stale > 0;
  item.id = `group:${id}`;
  item.description = isNotable ? vscode.l10n.t('{0}, {1} stale', grouped(count.locks), grouped(count.stale)) : grouped(count.locks);
  item.tooltip = tooltip;
  item.contextValue = `group.${heading.by}`;
  if (icon !== null) item.iconPath = icon;
  item.accessibilityInformation = {
    label: isNotable ? vscode.l10n.t('{0}: {1}, {2} stale', title, locks, grouped(count.stale)) : vscode.l10n.t('{0}: {1}', title, locks),
  };
  return item;
}

interface DrawnHeading {
  readonly title: string;
  readonly tooltip: string;
  readonly icon: vscode.ThemeIcon | null;
}

function drawHeading(heading: Heading, folders: readonly Folder[]): DrawnHeading {
  switch (heading.by) {
    case 'state':
      return { title: localize(titleOf(heading.state)), tooltip: localize(meaningOf(heading.state)), icon: null };
    case 'folder':
      return { title: nameInWorkspace(heading.path, folders), tooltip: oneLine(heading.path), icon: new vscode.ThemeIcon('folder') };
    case 'holder': {
      if (heading.holder === null) return { title: vscode.l10n.t('No known holder'), tooltip: vscode.l10n.t('Nothing tells who holds these locks.'), icon: new vscode.ThemeIcon('circle-slash') };
      const title = nameHolder(heading.holder);
      return { title, tooltip: heading.holder.command === null ? title : oneLine(heading.holder.command), icon: new vscode.ThemeIcon('account') };
    }
  }
}

/** What stands for all that is not shown. */
export function moreItem({ parent, count }: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('… and {0} more. Filter to narrow.', grouped(count)));
  item.id = `more:${parent === null ? '' : parent.id}`;
  item.contextValue = 'more';
  item.command = { command: commandIds.filterLocks, title: vscode.l10n.t('Filter Locks...') };
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
  item.contextValue = `lock.${state}.${lock.breaking}${lock.ways.length > 0 ? '.ways' : ''}`;
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

/** A look as the editor draws it. */
export function iconOf({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
