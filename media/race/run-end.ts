import type { Trace } from '../../src/race/model/trace.ts';
import { say } from './say.ts';

/** What stands below the last step of a run. */
export interface RunEnd {
  readonly is: 'broken' | 'kept' | 'open';
  readonly text: string;
}

/** @param isOwn whether the user has chosen the steps @param isAwaited whether the run that fails is not there yet */
export function endOf(trace: Trace, isOwn: boolean, isAwaited: boolean): RunEnd {
  const { problem } = trace;
  if (problem !== null) return { is: 'broken', text: `${say(isOwn ? 'youBroke' : problem.kind === 'never' ? 'brokenForEver' : 'brokenHere')} ${problem.explanation}` };
  if (trace.isOver) return { is: 'kept', text: isOwn && trace.steps.length > 0 ? say('notBroken') : say('nobody') };
  if (trace.steps.length === 0) return { is: 'open', text: say(isAwaited ? 'loadingRun' : 'noRun') };
  return { is: 'open', text: '' };
}
