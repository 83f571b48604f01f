import { exploreVariant } from '../../src/race/model/explore.ts';
import type { Finding } from '../../src/race/model/finding.ts';
import { scenarios } from '../../src/race/scenarios/index.ts';
import { load, many, ms, timed } from './race-clock.ts';
import { ran } from './race-run.ts';

const shown = 10;

/** Every variant of every scenario that comes with Lockscope: what is found, and how long that takes. */
export function exploreScenarios(report: (line: string) => void): void {
  const explored = scenarios.flatMap((scenario) => Object.keys(scenario.variants).map((variant) => {
    const { result, processor, wall } = timed(() => ran(exploreVariant(scenario, variant)));
    return { finding: result, processor, wall };
  }));
  const findings = explored.map(({ finding }) => finding);
  const counted = (verdict: Finding['verdict']): number => findings.filter((finding) => finding.verdict === verdict).length;
  report(`${scenarios.length} scenarios, ${findings.length} variants: ${counted('PROVED')} PROVED, ${counted('FAILED')} FAILED, ${counted('INCOMPLETE')} INCOMPLETE; ${ms(sum(explored.map(({ processor }) => processor)))} of processor time in all; ${load()}`);
  for (const { scenario, variant, verdict, expect } of findings.filter((finding) => finding.verdict !== finding.expect)) report(`${scenario}/${variant}: ${verdict}, not ${expect} as it says`);
  for (const { scenario, variant } of findings.filter(({ failure }) => failure?.isMinimal === false)) report(`${scenario}/${variant}: its failure is not known to be minimal`);
  report(`slowest (target: below 10 s each): ${explored.toSorted((one, other) => other.processor - one.processor).slice(0, shown).map(({ finding, processor, wall }) => `${nameOf(finding)} ${ms(processor)} (${ms(wall)} on the wall)`).join(', ')}`);
  report(`largest: ${findings.toSorted((one, other) => other.states - one.states).slice(0, shown).map((finding) => `${nameOf(finding)} ${many(finding.states)} states`).join(', ')}`);
  for (const { name } of scenarios) report(`${name}: ${findings.filter(({ scenario }) => scenario === name).map(({ variant, verdict }) => `${variant} ${verdict}`).join(', ')}`);
}

function nameOf({ scenario, variant }: Finding): string {
  return `${scenario}/${variant}`;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, each) => total + each, 0);
}
