import { readRunsToPage } from '../../src/protocol/race-runs-to-page.ts';
import type { RunsToHost } from '../../src/protocol/race-runs.ts';
import { serve } from '../shared/serve.ts';
import { Throttle } from '../shared/throttle.ts';
import { host } from './host.ts';
import { Page } from './page.ts';
import { savedFrom, type SavedPage } from './saved.ts';
import { Store } from './store.ts';

/** What is typed and shown is kept this long after it last changed, ms: writing it down costs the editor a message. */
const keepMs = 150;

const keeping = new Throttle(keepMs);
let latest: SavedPage | null = null;

/** What is asked for may take this page away: a screen of the model in front of it. */
function post(message: RunsToHost): void {
  if (latest !== null) host.setState(latest);
  host.postMessage(message);
}

const store = new Store(savedFrom(host.getState()), {
  post,
  keep: (saved) => {
    latest = saved;
    keeping.run(() => host.setState(saved));
  },
});
const page = new Page(store);
serve('race-runs', page.element, (told) => host.postMessage(told), (data) => store.take(readRunsToPage(data)));
