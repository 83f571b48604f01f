import type { CatalogRealScenario, CatalogStrategy } from '../../src/race/real/catalog.ts';
import type { RealLab } from '../../src/race/real/lab.ts';
import { noServers, type Faults } from '../../src/race/real/request.ts';
import type { RunResult } from '../../src/race/real/result.ts';
import { runOne, scale, seconds } from './realruns-lab.ts';

const actors = 4;
/** The time for each strategy, s, before the rest of the million. */
const secondsEach = 12;
const wanted = 1_000_000 * scale;
/** Those that make up what is missing, the fastest, each with its share of what is missing by then. */
const fast = [['counter', 'flock', 0.1], ['counter', 'owner-process-batched', 0.2], ['shared-memory', 'compare-and-swap', 1]] as const;

/** Every strategy that claims to keep its promise, under kills and pauses where it claims to survive them, until a million operations were done in all. */
export async function runAMillion(lab: RealLab, report: (line: string) => void): Promise<void> {
  report(`Strategies that claim to keep their promise, ${actors} actors, killed and stopped where they claim to survive that`);
  let done = 0;
  let broken = 0;
  const tell = (scenario: string, result: RunResult): void => {
    done += result.operations;
    if (!result.kept) broken += 1;
    report(`  ${`${scenario}/${result.strategy}`.padEnd(44)}${String(result.operations).padStart(8)} done, ${String(result.killed).padStart(3)} killed, ${String(result.paused).padStart(3)} stopped: ${result.kept ? 'kept' : `BROKEN: ${result.breaches[0]?.explanation}`}`);
  };
  const { scenarios } = await lab.catalog(noServers);
  for (const [scenario, strategy] of claiming(scenarios)) {
    tell(scenario.name, await runOne(lab, { scenario: scenario.name, strategy: strategy.name, actors, length: seconds(secondsEach), faults: faultsFor(strategy) }));
  }
  for (const [scenario, strategy, share] of fast) {
    const operations = Math.ceil((wanted - done) * share);
    if (operations > 0) tell(scenario, await runOne(lab, { scenario, strategy, actors, length: { is: 'operations', operations } }));
  }
  report(`  ${done} operations in all, ${broken === 0 ? 'every promise kept' : `${broken} runs BROKEN`}`);
}

function claiming(scenarios: readonly CatalogRealScenario[]): readonly (readonly [CatalogRealScenario, CatalogStrategy])[] {
  return scenarios.flatMap((scenario) => scenario.strategies.filter(({ claims, availability }) => claims === 'kept' && availability.is === 'here').map((strategy) => [scenario, strategy] as const));
}

function faultsFor({ survives, faults }: CatalogStrategy): Partial<Faults> {
  const can = (fault: keyof Faults): boolean => survives.includes(fault) && faults.includes(fault);
  return { kill: can('kill') ? 0.003 : null, pause: can('pause') ? { share: 0.001, ms: 800 } : null };
}
