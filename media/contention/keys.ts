import { zoomAt } from './gestures.ts';
import type { Model } from './model.ts';
import { barNear, neighbour, outermost } from './neighbours.ts';
import { panned, zoomed } from './scale.ts';
import type { Timeline } from './timeline.ts';

/** What the keys do beside moving about. */
export interface KeyActions {
  toggle(key: string): void;
  hide(key: string): void;
  goToBlocker(): void;
}

/** The keys of the timeline. */
export function listenToKeys(timeline: Timeline, model: Model, actions: KeyActions): void {
  timeline.canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = keys[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
    if (run === undefined) return;
    event.preventDefault();
    run(timeline, model, actions);
  });
}

type Run = (timeline: Timeline, model: Model, actions: KeyActions) => void;

const keys: Readonly<Record<string, Run>> = {
  ArrowLeft: (timeline, model) => step(timeline, model, -1),
  ArrowRight: (timeline, model) => step(timeline, model, 1),
  ArrowUp: (timeline, model) => stepRow(timeline, model, -1),
  ArrowDown: (timeline, model) => stepRow(timeline, model, 1),
  'Shift+ArrowLeft': (_timeline, model) => pan(model, -0.2),
  'Shift+ArrowRight': (_timeline, model) => pan(model, 0.2),
  PageUp: (timeline) => timeline.scrollBy(-200),
  PageDown: (timeline) => timeline.scrollBy(200),
  Home: (timeline, model) => end(timeline, model, 'first'),
  End: (timeline, model) => end(timeline, model, 'last'),
  '+': (_timeline, model) => zoom(model, 1 / 1.5),
  '=': (_timeline, model) => zoom(model, 1 / 1.5),
  '-': (_timeline, model) => zoom(model, 1.5),
  '0': (_timeline, model) => model.showAll(),
  ' ': (_timeline, model) => model.follow(!model.state.follow),
  h: hide,
  c: (_timeline, model, actions) => {
    const row = model.selectedRow();
    if (row !== undefined) actions.toggle(row.key);
  },
  Enter: (_timeline, _model, actions) => actions.goToBlocker(),
  Escape: (_timeline, model) => model.select(null),
};

/** Who hides one row after the other need not begin at the top each time. */
function hide(timeline: Timeline, model: Model, actions: KeyActions): void {
  const at = timeline.rows.findIndex(({ row }) => row === model.selectedRow());
  const placed = timeline.rows[at];
  if (placed === undefined) return;
  const next = timeline.rows[at + 1] ?? timeline.rows[at - 1];
  const slot = next === undefined ? null : barNear(next.row, model.store, model.range.to);
  actions.hide(placed.row.key);
  if (slot !== null) choose(timeline, model, slot);
}

function pan(model: Model, share: number): void {
  const { from, to } = model.range;
  model.look(panned({ from, to }, (to - from) * share));
}

/** About the chosen bar, when it is seen, and stays there; else about now or the middle. */
function zoom(model: Model, factor: number): void {
  const { range, selected, store } = model;
  const start = selected === null ? Number.NaN : store.fromOf(selected);
  if (start > range.from && start < range.to) model.look(zoomed(range, start, factor));
  else zoomAt(model, (range.from + range.to) / 2, factor);
}

function step(timeline: Timeline, model: Model, direction: -1 | 1): void {
  const row = model.selectedRow();
  if (row === undefined || model.selected === null) return stepRow(timeline, model, 1);
  const next = neighbour(row, model.store, model.selected, direction);
  if (next !== null) choose(timeline, model, next);
}

function stepRow(timeline: Timeline, model: Model, direction: -1 | 1): void {
  const { rows } = timeline;
  const current = rows.findIndex(({ row }) => row === model.selectedRow());
  const next = rows[current < 0 ? 0 : current + direction]?.row;
  if (next === undefined) return;
  const time = model.selected === null ? Math.min(model.now(), model.range.to) : model.store.fromOf(model.selected);
  const slot = barNear(next, model.store, time);
  if (slot !== null) choose(timeline, model, slot);
}

function end(timeline: Timeline, model: Model, which: 'first' | 'last'): void {
  const row = model.selectedRow();
  const slot = row === undefined ? null : outermost(row, model.store, which);
  if (slot !== null) choose(timeline, model, slot);
}

function choose(timeline: Timeline, model: Model, slot: number): void {
  model.select(slot);
  const row = model.selectedRow();
  if (row !== undefined) timeline.reveal(row);
}
