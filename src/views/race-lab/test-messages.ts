import * as vscode from 'vscode';
import type { VariantId } from '../../race/lab.ts';
import type { Finding } from '../../race/model/finding.ts';
import type { Place, ScenarioError } from '../../race/model/scenario-error.ts';
import type { Trace, TraceStep } from '../../race/model/trace.ts';
import { localize } from '../localize.ts';
import { inlineCode, escapeMarkdown } from '../safe-text.ts';
import { placeOfError, withoutPlace } from './nodes.ts';
import { sourceScheme } from './source-page.ts';
import { describeFinding, sayFinding } from './standing-words.ts';

/** How a line of a source is reached. */
export type LocationOf = (place: Place) => vscode.Location;

/** A verdict that is not the one promised: what was found, its schedule, at the line of the failing step with the steps before it. */
export function messageOfFinding(finding: Finding, trace: Trace | null, locationOf: LocationOf): vscode.TestMessage {
  const { failure, verdict } = finding;
  const says = sayFinding(finding).map(localize).join(' ');
  const steps = trace?.steps ?? [];
  const lines = [
    `**${verdict}** ${escapeMarkdown(says)}`,
    ...(failure === null ? [] : [vscode.l10n.t('Schedule: {0}', inlineCode(failure.schedule))]),
    ...(steps.length === 0 ? [] : [steps.map(stepLine).join('\n')]),
  ];
  const message = new vscode.TestMessage(new vscode.MarkdownString(lines.join('\n\n')));
  const stack = steps.slice(0, trace?.problem?.after ?? steps.length).toReversed();
  const place = stack.find((step) => step.place !== null)?.place ?? null;
  if (place !== null) message.location = locationOf(place);
  message.stackTrace = stack.map((step) => frameOf(step, locationOf));
  return message;
}

function stepLine({ actor, label }: TraceStep, at: number): string {
  return `${at + 1}. ${actor === null ? escapeMarkdown(label) : `${escapeMarkdown(actor)}: ${inlineCode(label)}`}`;
}

function frameOf({ actor, label, place }: TraceStep, locationOf: LocationOf): vscode.TestMessageStackFrame {
  const location = place === null ? null : locationOf(place);
  return new vscode.TestMessageStackFrame(actor === null ? label : `${actor}: ${label}`, location?.uri, location?.range.start);
}

/** What is wrong with the scenario itself, at its line. */
export function messageOfError(file: string | null, error: ScenarioError, locationOf: LocationOf): vscode.TestMessage {
  const message = new vscode.TestMessage(withoutPlace(error));
  if (error.place !== null || file !== null) message.location = locationOf(placeOfError(file ?? '', error));
  return message;
}

/** What a run prints of a variant. */
export function outputOf({ scenario, variant }: VariantId, finding: Finding): string {
  const { failure } = finding;
  const lines = [`${scenario}/${variant}: ${localize(describeFinding(finding))}`, ...(failure === null ? [] : [`  ${failure.explanation}`, `  ${failure.schedule}`])];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** A line of a source: of a file of the user, or of what comes with Lockscope, of which the package holds no files. */
export function locationIn(isOwn: boolean, { file, line, column }: Place): vscode.Location {
  const position = new vscode.Position(Math.max(line - 1, 0), Math.max(column - 1, 0));
  const uri = vscode.Uri.file(file);
  return new vscode.Location(isOwn ? uri.with({ scheme: sourceScheme }) : uri, position);
}
