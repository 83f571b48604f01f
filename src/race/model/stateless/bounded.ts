import { LoopHead, type Body } from '../loop.ts';
import type { ActorOf, System } from '../scenario.ts';

/**
 * The same system, in which an actor ends that would go round one loop more often than that. It has no run without
 * an end any more, unless by a loop that is not written with retry(), loop() or forever().
 */
export function bounded(system: System, rounds: number): System {
  return { ...system, actors: Object.fromEntries(Object.entries(system.actors).map(([name, actor]) => [name, boundedActor(actor, rounds)])) };
}

function boundedActor(actor: ActorOf, rounds: number): ActorOf {
  const options = typeof actor === 'function' ? { run: actor } : actor;
  return { ...options, run: () => limited(options.run(), rounds) };
}

/** Without its loop heads, so that rounds that are alike are told apart. */
function* limited(body: Body, rounds: number): Body {
  const entered = new Map<object, number>();
  let next = body.next();
  while (next.done !== true) {
    if (next.value instanceof LoopHead) {
      const { loop } = next.value;
      const round = (entered.get(loop) ?? 0) + 1;
      if (round > rounds) return;
      entered.set(loop, round);
      next = body.next();
    } else {
      next = body.next(yield next.value);
    }
  }
}
