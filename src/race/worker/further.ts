import type { Option, Trace } from '../model/trace.ts';
import { signOf } from '../model/schedule.ts';

/** The schedule of a trace with one more move. @throws RangeError when there is no such option */
export function further(trace: Trace, option: number): string {
  const chosen = trace.options[option];
  if (chosen === undefined) throw new RangeError(`the trace has no option ${option}`);
  return trace.schedule + wordOf(trace, chosen);
}

/** The schedule of the first steps of a trace. */
export function firstSteps(trace: Trace, count: number): string {
  const begin = trace.schedule.slice(0, trace.schedule.indexOf(':') + 1);
  return begin + trace.steps.slice(0, count).map((step) => wordOf(trace, step)).join('');
}

function wordOf({ start }: Trace, { what, actor, choice }: Option): string {
  const number = start.actors.findIndex(({ name }) => name === actor);
  const sign = what === 'power-loss' || what === 'tick' ? signOf({ is: what }) : signOf({ is: what, actor: number });
  return sign + (choice.way > 0 ? String(choice.way) : '');
}
