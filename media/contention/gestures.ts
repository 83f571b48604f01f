import type { Model } from './model.ts';
import { panned, zoomed } from './scale.ts';
import type { Timeline } from './timeline.ts';

/** Less than this, px, and a press is a click. */
const clickSlack = 4;

/** The pointer and the wheel on the timeline. */
export function listenToPointer(timeline: Timeline, model: Model, toggle: (key: string) => void): void {
  const { canvas } = timeline;
  let drag: { x: number; y: number; moved: number } | null = null;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    drag = { x: event.offsetX, y: event.offsetY, moved: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (drag === null) {
      showWhatIsThere(event, timeline);
      return;
    }
    const [dx, dy] = [event.offsetX - drag.x, event.offsetY - drag.y];
    drag = { x: event.offsetX, y: event.offsetY, moved: drag.moved + Math.abs(dx) + Math.abs(dy) };
    if (drag.moved < clickSlack) return;
    timeline.scrollBy(-dy);
    if (dx !== 0) model.look(panned(model.range, -dx / timeline.scale.pace));
  });
  canvas.addEventListener('pointerup', (event) => {
    if (drag !== null && drag.moved < clickSlack) click(event, timeline, model, toggle);
    drag = null;
  });
  canvas.addEventListener('pointercancel', () => {
    drag = null;
  });
  canvas.addEventListener('wheel', (event) => turn(event, timeline, model), { passive: false });
}

function showWhatIsThere({ offsetX, offsetY }: PointerEvent, timeline: Timeline): void {
  const hit = timeline.hit(offsetX, offsetY);
  timeline.canvas.title = hit !== null && hit.part !== 'strip' ? hit.row.title : '';
  timeline.canvas.classList.toggle('on-bar', hit !== null && (hit.slot !== null || hit.part === 'chevron'));
}

function click({ offsetX, offsetY }: PointerEvent, timeline: Timeline, model: Model, toggle: (key: string) => void): void {
  const hit = timeline.hit(offsetX, offsetY);
  if (hit?.part === 'chevron') toggle(hit.row.key);
  else model.select(hit?.slot ?? null);
}

function turn(event: WheelEvent, timeline: Timeline, model: Model): void {
  event.preventDefault();
  const { scale } = timeline;
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  if (event.ctrlKey || event.metaKey) {
    zoomAt(model, scale.time(Math.max(0, event.offsetX - timeline.labelWidth)), Math.exp(event.deltaY * unit * 0.002));
    return;
  }
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  const sideways = event.deltaX !== 0 ? event.deltaX : event.deltaY;
  if (isSideways || !timeline.overflows) model.look(panned(model.range, (sideways * unit) / scale.pace));
  else timeline.scrollBy(event.deltaY * unit);
}

/** Zooms about a time; while the time is followed, about now, and goes on following. */
export function zoomAt(model: Model, about: number, factor: number): void {
  const { range, state: { follow } } = model;
  model.update({ range: zoomed(range, follow ? range.to : about, factor) });
}
