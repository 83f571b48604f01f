// Results of the Test Explorer. The editor shows them and has no getter for them, so what a controller reports to a
// run is recorded on its way; the run is real.
import type * as vscode from 'vscode';

export interface RecordedResult {
  readonly label: string;
  readonly is: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly message: vscode.TestMessage | undefined;
}

/** What was reported since recording began, by label, and the way back. */
export interface RecordedRuns extends vscode.Disposable {
  readonly results: readonly RecordedResult[];
  readonly output: string;
  readonly ended: number;
}

export function recordRuns(controller: vscode.TestController): RecordedRuns {
  const createTestRun = controller.createTestRun.bind(controller);
  const results: RecordedResult[] = [];
  let output = '';
  let ended = 0;
  const record = (is: RecordedResult['is'], { label }: vscode.TestItem, message?: vscode.TestMessage | readonly vscode.TestMessage[]): void => {
    results.push({ label, is, message: message !== undefined && 'message' in message ? message : message?.[0] });
    results.sort((one, other) => one.label.localeCompare(other.label));
  };
  const recorded = (run: vscode.TestRun): vscode.TestRun => ({
    ...run,
    name: run.name,
    token: run.token,
    isPersisted: run.isPersisted,
    onDidDispose: run.onDidDispose,
    addCoverage: (coverage) => run.addCoverage(coverage),
    enqueued: (item) => run.enqueued(item),
    started: (item) => run.started(item),
    skipped: (item) => (record('skipped', item), run.skipped(item)),
    failed: (item, message, duration) => (record('failed', item, message), run.failed(item, message, duration)),
    errored: (item, message, duration) => (record('errored', item, message), run.errored(item, message, duration)),
    passed: (item, duration) => (record('passed', item), run.passed(item, duration)),
    appendOutput: (text, location, item) => ((output += text), run.appendOutput(text, location, item)),
    end: () => ((ended += 1), run.end()),
  });
  Object.assign(controller, { createTestRun: (...words: Parameters<typeof createTestRun>) => recorded(createTestRun(...words)) });
  return {
    results,
    get output() {
      return output;
    },
    get ended() {
      return ended;
    },
    dispose: () => void Object.assign(controller, { createTestRun }),
  };
}
