import { readRaceToPage } from '../../src/protocol/race-to-page.ts';
import { Throttle } from '../contention/throttle.ts';
import { host } from './host.ts';
import { Page } from './page.ts';
import { savedFrom, type SavedPage } from './saved.ts';
import { Store } from './store.ts';

/** What is shown is kept this long after it last changed, ms: writing it down costs the editor a message. */
const keepMs = 150;

const keeping = new Throttle(keepMs);
const store = new Store(savedFrom(host.getState()), {
  post: (message) => host.postMessage(message),
  keep: (saved: SavedPage) => keeping.run(() => host.setState(saved)),
  now: () => performance.now(),
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
const page = new Page(store);
document.querySelector('#race')?.append(page.element);

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
    store.take(readRaceToPage(data));
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
});
host.postMessage({ is: 'ready' });
