import { availableParallelism } from 'node:os';
import type { CatalogScenario, Lab, VariantId } from '../race/lab.ts';
import type { Finding, Method, Verdict } from '../race/model/finding.ts';
import { ScenarioError } from '../race/model/scenario-error.ts';
import { fileNamed, looksLikeFile, withLab } from './race-lab.ts';
import { wholeNumberIn } from './numbers.ts';
import { ProgressLine } from './progress-line.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { exitCodes, paint, print, printable, readWords, UsageError, type Words } from './terminal.ts';

const defaultRuns = 10_000;
const mostPreemptions = 2;

/** `lockscope race check [SCENARIO[/VARIANT] | FILE] [--engine NAME] [--seed N] [--runs N] [--json]` */
export async function checkVerb(words: readonly string[]): Promise<number> {
  const given = readWords(words, ['json'], ['engine', 'seed', 'runs']);
  const [target, ...rest] = given.operands;
  if (rest.length > 0) throw new UsageError('Usage: lockscope race check [SCENARIO[/VARIANT] | FILE] [--engine states|orders|preemptions|chance] [--seed N] [--runs N] [--json]');
  const method = methodOf(given);
  return withLab(async (lab) => {
    const findings = await untilInterrupted(async (signal) => checkAll(lab, await variantsOf(lab, target), method, given.flags.json, signal), () => lab.dispose());
    if (findings === null) return exitCodes.interrupted;
    const found = findings.flatMap((outcome) => (outcome instanceof ScenarioError ? [] : [outcome]));
    if (given.flags.json) print(JSON.stringify(found.map(reportOf), null, 2));
    else print(sumOf(found, findings.length - found.length));
    return found.length === findings.length && found.every(isAsPromised) ? exitCodes.done : exitCodes.failed;
  });
}

function methodOf(given: Words): Method | null {
  const { settings } = given;
  const engine = settings.get('engine');
  const isChance = engine === 'chance';
  if (!isChance && (settings.has('seed') || settings.has('runs'))) throw new UsageError('--seed and --runs are for --engine chance.');
  switch (engine) {
    case undefined: return null;
    case 'states':
    case 'orders': return { is: engine };
    case 'preemptions': return { is: engine, most: mostPreemptions };
    case 'chance': return { is: engine, seed: wholeNumberOf(given, 'seed', 0) ?? 1, runs: wholeNumberOf(given, 'runs', 1) ?? defaultRuns, pctDepth: null };
    default: throw new UsageError('--engine takes states, orders, preemptions or chance.');
  }
}

function wholeNumberOf({ settings }: Words, setting: 'seed' | 'runs', least: number): number | null {
  const word = settings.get(setting);
  return word === undefined ? null : wholeNumberIn(word, setting, { least, most: 2 ** 31 - 1 });
}

async function variantsOf(lab: Lab, target: string | undefined): Promise<readonly VariantId[]> {
  if (target === undefined) return idsOf((await lab.catalog(null)).scenarios);
  if (looksLikeFile(target)) return idsOf((await lab.catalog(fileNamed(target))).scenarios);
  const [name, variant, ...rest] = target.split('/');
  const { scenarios } = await lab.catalog(null);
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario === undefined || rest.length > 0) throw new UsageError(`There is no scenario ${printable(target)}. Run "lockscope race list" for those there are.`);
  const ids = idsOf([scenario]).filter((id) => variant === undefined || id.variant === variant);
  if (ids.length === 0) throw new UsageError(`${scenario.name} has no variant ${printable(variant ?? '')}. It has ${scenario.variants.map((each) => each.name).join(', ')}.`);
  return ids;
}

function idsOf(scenarios: readonly CatalogScenario[]): readonly VariantId[] {
  return scenarios.flatMap(({ file, name, variants }) => variants.map((variant) => ({ file, scenario: name, variant: variant.name })));
}

/** Some at a time; told in their order, each as soon as those before it are told. */
async function checkAll(lab: Lab, variants: readonly VariantId[], method: Method | null, isQuiet: boolean, signal: AbortSignal): Promise<readonly Outcome[]> {
  const width = Math.max(...variants.map(nameOf).map(({ length }) => length));
  const findings: (Outcome | undefined)[] = variants.map(() => undefined);
  const progress = new ProgressLine();
  let next = 0;
  let told = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < variants.length; at = next++) {
      const id = variants[at];
      if (id === undefined) return;
      findings[at] = await orWrong(lab.explore(id, method, ({ states, executions }) => progress.show(`${nameOf(id)}: ${states > 0 ? `${states.toLocaleString('en')} states` : `${executions.toLocaleString('en')} runs`}`), signal));
      for (let finding = findings[told]; finding !== undefined; finding = findings[told]) {
        progress.clear();
        if (finding instanceof ScenarioError) process.stderr.write(`lockscope: ${nameOf(variants[told] ?? id)}: ${printable(finding.message)}\n`);
        else if (!isQuiet) for (const line of linesOf(finding, width)) print(line);
        told += 1;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(4, availableParallelism(), variants.length) }, work));
  } finally {
    progress.clear();
  }
  return findings.filter((finding) => finding !== undefined);
}

/** What came of a variant, or what is wrong with it so that nothing can come of it. */
type Outcome = Finding | ScenarioError;

async function orWrong(exploring: Promise<Finding>): Promise<Outcome> {
  try {
    return await exploring;
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
}

function nameOf({ scenario, variant }: Pick<VariantId, 'scenario' | 'variant'>): string {
  return `${scenario}/${variant}`;
}

const colours: Readonly<Record<Verdict, number>> = { PROVED: 32, FAILED: 31, INCOMPLETE: 33 };

function linesOf(finding: Finding, width: number): readonly string[] {
  const { verdict, expect, failure, bound, executions, states } = finding;
  const figures = states > 0 ? `${states.toLocaleString('en')} ${states === 1 ? 'state' : 'states'}` : `${executions.toLocaleString('en')} ${executions === 1 ? 'run' : 'runs'}`;
  const unlike = isAsPromised(finding) ? '' : `  expected ${expect}`;
  const first = `${paint(colours[verdict], verdict.padEnd(10))}  ${nameOf(finding).padEnd(width)}  ${figures}${unlike}`;
  return [first, ...(bound === null ? [] : [`    No proof: ${bound}.`]), ...(failure === null ? [] : [`    ${printable(failure.explanation)}`, `    ${failure.schedule}`])];
}

function sumOf(findings: readonly Finding[], wrong: number): string {
  const unlike = findings.filter((finding) => !isAsPromised(finding)).length;
  const all = findings.length + wrong;
  const many = `${all} ${all === 1 ? 'variant' : 'variants'}`;
  const said = [...(unlike > 0 ? [`${unlike} not as promised`] : []), ...(wrong > 0 ? [`${wrong} cannot be explored`] : [])];
  return said.length === 0 ? `${many}, ${findings.length === 1 ? '' : 'each '}as it promises.` : `${many}, ${said.join(', ')}.`;
}

function isAsPromised({ verdict, expect }: Finding): boolean {
  return verdict === expect;
}

function reportOf({ scenario, variant, verdict, expect, failure, executions, interleavings, states, transitions, bound, method }: Finding): object {
  return { scenario, variant, verdict, schedule: failure?.schedule ?? null, explanation: failure?.explanation ?? null, executions, states, expect, bound, isMinimal: failure?.isMinimal ?? null, interleavings, transitions, engine: method.is };
}
