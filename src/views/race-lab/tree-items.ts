import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions.ts';
import type { VariantId } from '../../race/lab.ts';
import type { Standing } from '../../race/noted-lab.ts';
import { localize } from '../localize.ts';
import { escapeMarkdown, inlineCode, oneLine } from '../safe-text.ts';
import { idsOf, placeOfError, withoutPlace, type ErrorNode, type FileNode, type NoteNode, type ScenarioNode, type TopicNode, type VariantNode, type WorkspaceNode } from './nodes.ts';
import { describeStanding, describeTogether, lookOfStanding, lookOfTogether, sayFinding, together, type StandingLook } from './standing-words.ts';

type StandingOf = (variant: VariantId) => Standing;

const { Collapsed, Expanded, None } = { Collapsed: 1, Expanded: 2, None: 0 } satisfies Record<string, vscode.TreeItemCollapsibleState>;

export function workspaceItem({ files }: WorkspaceNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Workspace'), Expanded);
  item.id = 'workspace';
  item.description = files.length === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files.length);
  item.tooltip = vscode.l10n.t('Scenarios in files of this workspace: *.race.ts, *.race.mjs.');
  item.contextValue = 'race.workspace';
  return item;
}

export function topicItem({ topic, scenarios }: TopicNode, standingOf: StandingOf): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(capital(topic)), Collapsed);
  item.id = `topic:${topic}`;
  item.contextValue = 'race.topic';
  drawTogether(item, capital(topic), idsOf(scenarios).map(standingOf));
  return item;
}

export function fileItem({ file }: FileNode): vscode.TreeItem {
  const uri = vscode.Uri.file(file);
  const item = new vscode.TreeItem(uri, Expanded);
  const folder = path.dirname(vscode.workspace.asRelativePath(uri));
  item.id = `file:${file}`;
  item.description = folder === '.' ? '' : folder;
  item.contextValue = 'race.file';
  item.iconPath = vscode.ThemeIcon.File;
  return item;
}

export function scenarioItem({ scenario }: ScenarioNode, standingOf: StandingOf): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(scenario.title), Collapsed);
  item.id = `scenario:${scenario.file ?? ''}:${scenario.name}`;
  item.contextValue = 'race.scenario';
  item.tooltip = new vscode.MarkdownString([`**${escapeMarkdown(scenario.title)}**`, vscode.l10n.t('Promise: {0}', escapeMarkdown(scenario.promise)), inlineCode(scenario.name)].join('\n\n'));
  drawTogether(item, scenario.title, idsOf([scenario]).map(standingOf));
  return item;
}

export function variantItem(node: VariantNode, standing: Standing): vscode.TreeItem {
  const { id, variant } = node;
  const item = new vscode.TreeItem(oneLine(variant.name), None);
  const description = localize(describeStanding(standing, variant));
  item.id = `variant:${id.file ?? ''}:${id.scenario}:${id.variant}`;
  item.description = description;
  item.iconPath = iconOfLook(lookOfStanding(standing));
  item.tooltip = variantTooltip(node, standing);
  item.contextValue = `race.variant.${standing.is}${standing.is === 'found' && standing.finding.failure !== null ? '.failure' : ''}`;
  item.command = { command: commandIds.openRaceLab, title: vscode.l10n.t('Open on Screen'), arguments: [id] };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1}', variant.name, description) };
  return item;
}

function variantTooltip({ scenario, variant }: VariantNode, standing: Standing): vscode.MarkdownString {
  const lines = [
    `**${escapeMarkdown(scenario.title)}: ${escapeMarkdown(variant.name)}**`,
    vscode.l10n.t('Promise: {0}', escapeMarkdown(scenario.promise)),
    escapeMarkdown(variant.explanation),
    ...(variant.fix === null ? [] : [vscode.l10n.t('What mends it: {0}', escapeMarkdown(variant.fix))]),
    ...(standing.is === 'wrong' ? [escapeMarkdown(standing.error.message)] : []),
    ...(standing.is === 'found' ? [`**${standing.finding.verdict}** ${sayFinding(standing.finding).map((each) => escapeMarkdown(localize(each))).join(' ')}`] : []),
    ...(standing.is === 'found' && standing.finding.failure !== null ? [inlineCode(standing.finding.failure.schedule)] : []),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

export function errorItem({ file, error }: ErrorNode): vscode.TreeItem {
  const place = placeOfError(file, error);
  const says = oneLine(withoutPlace(error));
  const item = new vscode.TreeItem(says, None);
  item.id = `error:${file}`;
  item.description = vscode.l10n.t('line {0}', place.line);
  item.tooltip = says;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  item.contextValue = 'race.error';
  item.command = openLine(place);
  return item;
}

export function noteItem({ file }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Trust this folder to see and run them.'), None);
  item.id = `untrusted:${file}`;
  item.iconPath = new vscode.ThemeIcon('workspace-untrusted');
  item.contextValue = 'race.untrusted';
  item.command = { command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Trust') };
  return item;
}

/** Opens a line of a file. */
function openLine({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }): vscode.Command {
  const at = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  return { command: 'vscode.open', title: vscode.l10n.t('Open Line'), arguments: [vscode.Uri.file(file), { selection: new vscode.Range(at, at) } satisfies vscode.TextDocumentShowOptions] };
}

function drawTogether(item: vscode.TreeItem, name: string, standings: readonly Standing[]): void {
  const all = together(standings);
  const look = lookOfTogether(all);
  const description = localize(describeTogether(all));
  item.description = description;
  if (look !== null) item.iconPath = iconOfLook(look);
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1}', name, description) };
}

export function iconOfLook({ icon, color }: StandingLook): vscode.ThemeIcon {
  return color === null ? new vscode.ThemeIcon(icon) : new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

function capital(topic: string): string {
  return topic.charAt(0).toUpperCase() + topic.slice(1);
}
