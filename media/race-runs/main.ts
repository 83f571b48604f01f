import { readRunsToPage } from '../../src/protocol/race-runs-to-page.ts';
import { serve } from '../shared/serve.ts';
import { Throttle } from '../shared/throttle.ts';
import { host } from './host.ts';
import { Page } from './page.ts';
import { savedFrom, type SavedPage } from './saved.ts';
import { Store } from './store.ts';

/** What is typed and shown is kept this long after it last changed, ms: writing it down costs the editor a message. */
const keepMs = 150;

const keeping = new Throttle(keepMs);
const store = new Store(savedFrom(host.getState()), {
  post: (message) => host.postMessage(message),
  keep: (saved: SavedPage) => keeping.run(() => host.setState(saved)),
});
const page = new Page(store);
serve('race-runs', page.element, (told) => host.postMessage(told), (data) => store.take(readRunsToPage(data)));
