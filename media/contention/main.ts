import { readToPage } from '../../src/protocol/read-to-page.ts';
import { serve } from '../shared/serve.ts';
import { host } from './host.ts';
import { Model } from './model.ts';
import { Page } from './page.ts';
import { Throttle } from '../shared/throttle.ts';
import type { ViewState } from './view-state.ts';

/** What is arranged is kept this long after it last changed, ms: writing it down costs the editor a message. */
const keepMs = 150;

const keeping = new Throttle(keepMs);
const model = new Model(host.getState(), (state: ViewState) => keeping.run(() => host.setState(state)));
const page = new Page(model);
serve('contention', page.element, (told) => host.postMessage(told), (data) => {
  const { locks, actors } = model.store;
  model.take(readToPage(data, { locks: locks.length, actors: actors.length }));
});
