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

window.addEventListener('error', ({ message }) => host.postMessage({ is: 'failed', message }));
window.addEventListener('unhandledrejection', ({ reason }) => host.postMessage({ is: 'failed', message: String(reason) }));
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => host.postMessage({ is: 'failed', message: `policy: ${violatedDirective} ${blockedURI} ${sourceFile}` }));

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  try {
    const { locks, actors } = model.store;
    model.take(readToPage(data, { locks: locks.length, actors: actors.length }));
  } catch (error) {
    host.postMessage({ is: 'failed', message: error instanceof Error ? error.message : String(error) });
    throw error;
  }
});
host.postMessage({ is: 'ready' });
