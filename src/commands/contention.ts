import type { History } from '../contention/history.ts';
import { commandIds } from '../contributions.ts';
import type { ContentionViews } from '../views/contention/index.ts';
import { exportTraceCommand, openTraceCommand } from './contention-trace.ts';
import { pathIn } from './path-in.ts';

/** What the commands about the contention work with. */
export interface ContentionContext {
  readonly history: History;
  readonly contention: Pick<ContentionViews, 'show' | 'showTrace' | 'showAsText'>;
}

export type ContentionHandlers = ReturnType<typeof contentionHandlers>;

/** The commands about the contention. */
export function contentionHandlers({ history, contention }: ContentionContext) {
  return {
    [commandIds.showContention]: (argument: unknown) => contention.show(pathIn(argument) ?? undefined),
    [commandIds.showContentionAsText]: () => contention.showAsText(),
    [commandIds.exportTrace]: (argument: unknown) => exportTraceCommand(argument, history),
    [commandIds.openTrace]: (argument: unknown) => openTraceCommand(argument, contention),
  };
}
