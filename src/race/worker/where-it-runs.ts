import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { isOfScenario } from '../model/place.ts';
import type { Place } from '../model/scenario-error.ts';

interface Frame {
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
}

interface FromDebugger {
  readonly id?: number;
  readonly method?: string;
  readonly params: { readonly scriptId: string; readonly url: string; readonly callFrames: readonly Frame[] };
}

/**
 * Looks where a thread of this process runs that does not come to an end: it is stopped for a moment by the means
 * of a debugger, and the innermost line of a scenario on its stack is what counts.
 */
export class Look {
  private readonly session = new Session();
  private readonly files = new Map<string, string>();

  /** @param threadId of a worker. @param withinMs resolves with null when nothing is known by then */
  where(threadId: number, withinMs: number): Promise<Place | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs, null);
      this.ask(threadId, (place) => {
        clearTimeout(timer);
        resolve(place);
      });
    });
  }

  /** Once the thread is gone: one that were left stopped could not be ended any more. */
  close(): void {
    this.session.disconnect();
  }

  private ask(threadId: number, resolve: (place: Place | null) => void): void {
    const { session } = this;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // Its number is only in the title; the id is one of the debugger's own.
      if (!workerInfo.title.startsWith(`[worker ${threadId}]`)) return;
      const tell = (id: number, method: string): void => session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) });
      session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
        if (params.sessionId !== sessionId) return;
        const heard: FromDebugger = JSON.parse(params.message);
        if (heard.method === 'Debugger.scriptParsed') this.files.set(heard.params.scriptId, pathOf(heard.params.url));
        // Node 20 forgets a pause that is asked for before it is ready.
        if (heard.id === 1) tell(2, 'Debugger.pause');
        if (heard.method !== 'Debugger.paused') return;
        resolve(this.innermost(heard.params.callFrames));
        tell(3, 'Debugger.resume');
      });
      tell(1, 'Debugger.enable');
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  private innermost(frames: readonly Frame[]): Place | null {
    for (const { location } of frames) {
      const file = this.files.get(location.scriptId) ?? '';
      // Counted from 0 there.
      if (file !== '' && isOfScenario(file)) return { file, line: location.lineNumber + 1, column: location.columnNumber + 1 };
    }
    return null;
  }
}

function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
