import { availabilityOf } from '../availability.ts';
import type { Availability, CatalogStrategy, RealCatalog } from '../catalog.ts';
import type { GivenServers } from '../request.ts';
import type { Strategy } from '../scenario.ts';
import { realScenarios } from '../scenarios/index.ts';

/** What there is to run, and what is missing for the rest. */
export async function catalogHere(servers: GivenServers): Promise<RealCatalog> {
  const scenarios = await Promise.all(realScenarios.map(async ({ name, title, promise, topic, strategies }) => ({ name, title, promise, topic, strategies: await Promise.all(strategies.map((strategy) => described(strategy, servers))) })));
  return { scenarios };
}

async function described({ name, title, summary, claims, survives, faults, actorsAre, model, claim, needs }: Strategy, servers: GivenServers): Promise<CatalogStrategy> {
  const availabilities = await Promise.all(needs.map((need) => availabilityOf(need, servers)));
  const availability: Availability = availabilities.find(({ is }) => is === 'missing') ?? { is: 'here' };
  return { name, title, summary, claims, survives, faults, actorsAre, model, claim, availability };
}
