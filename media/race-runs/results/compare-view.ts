import { compareTwo, type ComparedRun, type Ratios } from '../../../src/race/real/export/compare-two.ts';
import type { RealCatalog } from '../../../src/race/real/catalog.ts';
import type { RunResult } from '../../../src/race/real/result.ts';
import type { RunsWord } from '../../../src/protocol/race-runs-words.ts';
import { el } from '../../shared/dom.ts';
import { measured, say } from '../say.ts';
import { cpuPerOperation } from './columns.ts';
import { strategyIn } from './rows.ts';

/** A figure by which two results are compared. */
interface Figure {
  readonly head: RunsWord;
  readonly of: (result: RunResult) => number | null;
  readonly ratio: keyof Ratios;
  /** Whether more of it is better. */
  readonly isMoreBetter: boolean;
}

const figures: readonly Figure[] = [
  { head: 'throughput', of: ({ throughput }) => throughput, ratio: 'throughput', isMoreBetter: true },
  { head: 'comparedP50', of: ({ latencyMs }) => latencyMs.p50, ratio: 'p50', isMoreBetter: false },
  { head: 'comparedP99', of: ({ latencyMs }) => latencyMs.p99, ratio: 'p99', isMoreBetter: false },
  { head: 'cpu', of: cpuPerOperation, ratio: 'cpuPerOperation', isMoreBetter: false },
];

/** Less than this much more or less is what two runs of the same differ by anyway. */
const telling = 1.15;

/** Two results side by side: what is shown, the other, and how they are to each other. */
export function comparedElement(shown: readonly RunResult[], other: readonly RunResult[], catalog: RealCatalog | null): HTMLElement {
  const { runs, unlike } = compareTwo(other, shown);
  const isCommon = runs.some(({ ratios }) => ratios !== null);
  const notes = unlike.map((each) => el('p', { class: 'warning' }, say(each === 'machine' ? 'unlikeMachine' : 'unlikeConditions')));
  const content = isCommon ? [...notes, tableOf(runs, catalog)] : [el('p', { class: 'hint' }, say('noCommon'))];
  return el('section', { class: 'compared', 'aria-labelledby': 'compared-title' }, el('h3', { id: 'compared-title' }, say('comparedTitle')), ...content);
}

function tableOf(runs: readonly ComparedRun[], catalog: RealCatalog | null): HTMLElement {
  const fixed = (word: RunsWord, kind: string): HTMLElement => el('th', { class: kind, scope: 'col', rowspan: 2 }, say(word));
  const under = figures.flatMap(() => [el('th', { class: 'is-number is-first', scope: 'col' }, say('before')), el('th', { class: 'is-number', scope: 'col' }, say('after')), el('th', { class: 'is-number', scope: 'col', title: say('ratioHelp') }, say('ratio'))]);
  const head = el('thead', {}, el('tr', {}, fixed('strategy', 'is-text column-strategy'), fixed('actors', 'is-number'), fixed('promise', 'is-text'), ...figures.map((figure) => el('th', { class: 'group', scope: 'colgroup', colspan: 3 }, say(figure.head)))), el('tr', {}, ...under));
  return el('div', { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': say('comparedTitle') }, el('table', {}, head, el('tbody', {}, ...runs.map((run) => rowOf(run, catalog)))));
}

function rowOf({ scenario, strategy, actors, first, second, ratios }: ComparedRun, catalog: RealCatalog | null): HTMLElement {
  const title = strategyIn(catalog, scenario, strategy)?.title ?? strategy;
  const cells = figures.flatMap((figure) => {
    const ratio = ratios?.[figure.ratio] ?? null;
    return [valueCell(first, figure, 'is-number is-first'), valueCell(second, figure, 'is-number'), el('td', { class: `is-number ratio ${ratioClass(ratio, figure)}` }, ratio === null ? '–' : say('times', { factor: measured(ratio) }))];
  });
  return el('tr', {}, el('th', { scope: 'row', class: 'is-text column-strategy' }, title), el('td', { class: 'is-number' }, String(actors)), el('td', { class: 'is-text' }, promiseText(first, second)), ...cells);
}

function valueCell(result: RunResult | null, { of }: Figure, kind: string): HTMLElement {
  const value = result === null || result.operations === 0 ? null : of(result);
  return el('td', { class: kind }, value === null ? '–' : measured(value));
}

function ratioClass(ratio: number | null, { isMoreBetter }: Figure): string {
  if (ratio === null || (ratio < telling && ratio > 1 / telling)) return '';
  return ratio > 1 === isMoreBetter ? 'is-better' : 'is-worse';
}

function promiseText(first: RunResult | null, second: RunResult | null): string {
  const word = ({ kept }: RunResult): string => say(kept ? 'kept' : 'broken');
  if (first === null) return say('onlyShown');
  if (second === null) return say('onlyOther');
  return first.kept === second.kept ? word(second) : `${word(first)} → ${word(second)}`;
}
