import { readToPage } from '../../src/protocol/read-to-page.ts';
import { host } from './host.ts';
import { Model } from './model.ts';
import { Page } from './page.ts';
import { Throttle } from './throttle.ts';
import type { ViewState } from './view-state.ts';

/** What is arranged is kept this long after it last changed, ms: writing it down costs the editor a message. */
const keepMs = 150;

const keeping = new Throttle(keepMs);
const model = new Model(host.getState(), (state: ViewState) => keeping.run(() => host.setState(state)));
const page = new Page(model);
document.querySelector('#contention')?.append(page.element);

/** The host writes it down; a test finds it in the page. */
function fail(message: string): void {
  page.element.dataset['failed'] = message;
  host.postMessage({ is: 'failed', message: message.slice(0, 2000) });
}

window.addEventListener('error', ({ message }) => fail(message));
window.addEventListener('unhandledrejection', ({ reason }) => fail(String(reason)));
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => fail(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}`));

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  try {
    const { locks, actors } = model.store;
    model.take(readToPage(data, { locks: locks.length, actors: actors.length }));
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
});
host.postMessage({ is: 'ready' });
