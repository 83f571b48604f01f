import { Session } from 'node:inspector';
import { isOfScenario } from '../model/place.ts';
import type { Place } from '../model/scenario-error.ts';
import { fileURLToPath } from 'node:url';

interface Frame {
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
}

/**
 * Where a thread of this process runs that does not come to an end: it is stopped by a debugger's means, and the
 * innermost line of a scenario on its stack is what is told.
 * @param threadId of a worker
 * @param withinMs resolves with null when nothing is known by then
 */
export async function whereItRuns(threadId: number, withinMs: number): Promise<Place | null> {
  const session = new Session();
  session.connect();
  try {
    return await new Promise<Place | null>((resolve) => {
      setTimeout(resolve, withinMs, null);
      ask(session, threadId, resolve);
    });
  } finally {
    session.disconnect();
  }
}

function ask(session: Session, threadId: number, resolve: (place: Place | null) => void): void {
  const files = new Map<string, string>();
  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
    if (workerInfo.workerId !== String(threadId)) return;
    ['Debugger.enable', 'Debugger.pause'].forEach((method, at) => session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id: at + 1, method }) }));
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
console.error(performance.now(), params.message.slice(0,300));
    const { method, params: told } = JSON.parse(params.message) as { readonly method?: string; readonly params: { readonly scriptId: string; readonly url: string; readonly callFrames: readonly Frame[] } };
    if (method === 'Debugger.scriptParsed') files.set(told.scriptId, told.url.startsWith('file:') ? fileURLToPath(told.url) : told.url);
    if (method === 'Debugger.paused') resolve(innermost(told.callFrames, files));
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
}

function innermost(frames: readonly Frame[], files: ReadonlyMap<string, string>): Place | null {
  for (const { location } of frames) {
    const file = files.get(location.scriptId) ?? '';
    // Counted from 0 there.
    if (file !== '' && isOfScenario(file)) return { file, line: location.lineNumber + 1, column: location.columnNumber + 1 };
  }
  return null;
}
