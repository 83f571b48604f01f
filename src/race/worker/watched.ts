import type { Body } from '../model/loop.ts';
import type { ActorOf, ActorOptions, Scenario, System, Variant } from '../model/scenario.ts';
import { assertSystem } from '../model/system-form.ts';
import { expectBody } from '../model/machine/body.ts';
import type { Pulse } from './pulse.ts';

/** The same scenario, which notes at each step whose code runs. @param onActors is told their names, by number */
export function watchedScenario(scenario: Scenario, pulse: Pulse, onActors: (names: readonly string[]) => void): Scenario {
  const watched = (variant: Variant): Variant => ({ ...variant, system: () => watchedSystem(variant.system(), pulse, onActors) });
  return { ...scenario, variants: Object.fromEntries(Object.entries(scenario.variants).map(([name, variant]) => [name, watched(variant)])) };
}

function watchedSystem(system: unknown, pulse: Pulse, onActors: (names: readonly string[]) => void): System {
  assertSystem(system);
  const actors = Object.entries(system.actors);
  onActors(actors.map(([name]) => name));
  return { ...system, actors: Object.fromEntries(actors.map(([name, actor], number) => [name, watchedActor(actor, number, pulse)])) };
}

function watchedActor(actor: ActorOf, number: number, pulse: Pulse): ActorOptions {
  const options = typeof actor === 'function' ? { run: actor } : actor;
  return { ...options, run: () => watchedBody(() => options.run(), number, pulse) };
}

function* watchedBody(run: () => unknown, actor: number, pulse: Pulse): Body {
  pulse.enter(actor, 1);
  const body = expectBody(run());
  let result: unknown;
  for (let step = 1; ; step += 1) {
    pulse.enter(actor, step);
    const next = body.next(result);
    pulse.leave();
    if (next.done === true) return;
    result = yield next.value;
  }
}
