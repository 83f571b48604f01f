import type { TextRequest } from '../../protocol/race.ts';
import type { CatalogScenario } from '../../race/lab.ts';
import type { Finding } from '../../race/model/finding.ts';
import type { Option, Trace, TraceStep } from '../../race/model/trace.ts';
import { escapeMarkdown, inlineCode, inlineCodeInTable } from '../safe-text.ts';

/** What the text twin is written from. */
export interface RaceText {
  readonly scenario: CatalogScenario | null;
  readonly request: TextRequest;
  /** The run that is shown; null when there is none. */
  readonly trace: Trace | null;
}

/** The page of one variant as Markdown: its promise, what was found, and the run that is shown, step by step. */
export function raceText({ scenario, request, trace }: RaceText): string {
  const { variant, finding } = request;
  const about = scenario?.variants.find(({ name }) => name === variant.variant);
  const parts = [
    `# ${escapeMarkdown(scenario?.title ?? variant.scenario)}: ${escapeMarkdown(variant.variant)}`,
    ...(scenario === null ? [] : [`**Promise:** ${escapeMarkdown(scenario.promise)}`]),
    ...(about === undefined ? [] : [escapeMarkdown(about.explanation)]),
    ...(finding === null ? ['Not explored yet.'] : verdictPart(finding)),
    ...(about === undefined || about.fix === null ? [] : [`**What mends it:** ${escapeMarkdown(about.fix)}`]),
    ...(trace === null ? [] : runPart(trace, finding)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function verdictPart({ verdict, failure, bound, executions, states, transitions, interleavings }: Finding): readonly string[] {
  const says = {
    PROVED: 'The promise holds in every order of the steps.',
    FAILED: escapeMarkdown(failure?.explanation ?? ''),
    INCOMPLETE: `No failure was found${bound === null ? '' : ` (${escapeMarkdown(bound)})`}. That is no proof.`,
  }[verdict];
  const figures = [
    count(executions, 'execution'),
    ...(interleavings === null ? [] : [`which stand for ${interleavings} interleavings`]),
    ...(states > 0 ? [count(states, 'state')] : []),
    `${count(transitions, 'step')} tried`,
  ];
  return [
    `**${verdict}** ${says}`,
    `${figures.join(', ')}.`,
    ...(failure === null ? [] : [`${failure.isMinimal ? 'The shortest failure' : 'A failure'}: ${count(failure.steps, 'step')}, ${count(failure.preemptions, 'preemption')}. Schedule: ${inlineCode(failure.schedule)}`]),
  ];
}

function runPart(trace: Trace, finding: Finding | null): readonly string[] {
  const isFailing = finding?.failure?.schedule === trace.schedule;
  return [
    `## ${isFailing ? 'The failing run' : 'The run shown'}`,
    ...(isFailing ? [] : [`Schedule: ${inlineCode(trace.schedule)}`]),
    `At the start: ${trace.start.objects.map(({ name, text }) => `${inlineCode(name)} ${inlineCode(text)}`).join(', ')}.`,
    ...(trace.steps.length === 0 ? ['No step yet.'] : [table(trace)]),
    ...endPart(trace),
  ];
}

function table({ steps, loopFrom }: Trace): string {
  const rows = steps.map((step, at) => `| ${at + 1}${at === loopFrom ? ' ↺' : ''} | ${cell(step.actor ?? '')} | ${inlineCodeInTable(step.label)} | ${step.changes.map(changeText).join('<br>')} | ${holdersOf(step)} |`);
  return ['| # | Actor | Step | Changes | Held |', '| ---: | --- | --- | --- | --- |', ...rows].join('\n');
}

function endPart({ loopFrom, problem, isOver, options }: Trace): readonly string[] {
  return [
    ...(loopFrom === null ? [] : [`From step ${loopFrom + 1} (↺) on, this repeats for ever.`]),
    ...(problem === null ? [] : [`**Broken after step ${problem.after}:** ${escapeMarkdown(problem.explanation)} To be so: ${escapeMarkdown(problem.condition)}`]),
    ...(isOver && problem === null ? ['Nobody can go on, and the promise holds.'] : []),
    ...(options.length === 0 ? [] : [`Next could be: ${options.map(optionText).join(', ')}.`]),
  ];
}

function optionText({ actor, what, label }: Option): string {
  return what === 'step' && actor !== null ? `${escapeMarkdown(actor)} ${inlineCode(label)}` : escapeMarkdown(label);
}

function changeText({ object, before, after }: TraceStep['changes'][number]): string {
  return `${inlineCodeInTable(object)}: ${inlineCodeInTable(before)} → ${inlineCodeInTable(after)}`;
}

function holdersOf({ after }: TraceStep): string {
  return after.objects.filter(({ holders }) => holders.length > 0).map(({ name, holders }) => `${inlineCodeInTable(name)} by ${holders.map(cell).join(', ')}`).join('<br>');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

function cell(value: string): string {
  return escapeMarkdown(value);
}
