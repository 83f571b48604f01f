import { el } from '../shared/dom.ts';
import { hitAt } from './hit.ts';
import { mostRows, placeRows, type PlacedRow } from './layout.ts';
import type { Model } from './model.ts';
import { axisHeight, paintFrame } from './paint-frame.ts';
import { hatching } from './paint.ts';
import { describeRow } from './row-words.ts';
import type { Row } from './rows.ts';
import { say } from './say.ts';
import { Scale } from './scale.ts';
import { seenRows } from './seen-rows.ts';
import { onThemeChange, readTheme } from './theme.ts';

/** The names of the rows: px, and shares of the width. */
const labels = { least: 130, share: 0.3, most: 240, mostOfWide: 0.15 } as const;

/** The canvas, what is drawn on it, and when. */
export class Timeline {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly #note = el('div', { class: 'note', hidden: true });
  readonly #model: Model;
  readonly #context: CanvasRenderingContext2D | null;
  #theme = readTheme();
  #hatch: CanvasPattern | string = '';
  #rows: readonly PlacedRow[] | null = null;
  #width = 0;
  #height = 0;
  #pixels = 1;
  #scrollTop = 0;
  #frame = 0;
  #timer = 0;
  /** Called after each frame with the time that drawing took, ms. */
  onPaint: (ms: number) => void = () => undefined;

  constructor(model: Model) {
    this.#model = model;
    this.canvas = el('canvas', { tabindex: 0, role: 'application', 'aria-describedby': 'keys' });
    this.#context = this.canvas.getContext('2d', { alpha: false });
    this.element = el('div', { class: 'timeline' }, this.canvas, this.#note);
    new ResizeObserver(() => this.#resize()).observe(this.element);
    onThemeChange(() => {
      this.#theme = readTheme();
      this.#hatch = '';
      this.invalidate();
    });
    document.addEventListener('visibilitychange', () => this.invalidate());
    model.onChange(() => {
      this.#rows = null;
      this.invalidate();
    });
  }

  get labelWidth(): number {
    const most = Math.max(labels.most, this.#width * labels.mostOfWide);
    return Math.round(Math.min(most, Math.max(labels.least, this.#width * labels.share)));
  }

  get scale(): Scale {
    return new Scale(this.#model.range, Math.max(1, this.#width - this.labelWidth));
  }

  /** The rows that are drawn, each where it stands. */
  get rows(): readonly PlacedRow[] {
    if (this.#rows !== null) return this.#rows;
    const rows = seenRows(this.#model);
    const collapsed = new Set(this.#model.state.collapsed);
    this.#rows = placeRows(rows, ({ key }) => collapsed.has(key));
    this.#note.hidden = rows.length <= mostRows;
    this.#note.textContent = say('moreRows', { count: rows.length - mostRows });
    return this.#rows;
  }

  /** Whether there are more rows than fit. */
  get overflows(): boolean {
    return this.#contentHeight() > this.#height - axisHeight;
  }

  scrollBy(pixels: number): void {
    this.#scrollTop += pixels;
    this.invalidate();
  }

  /** Scrolls as little as needed for a row to be seen. */
  reveal(row: Row): void {
    const placed = this.rows.find((one) => one.row === row);
    if (placed === undefined) return;
    const room = this.#height - axisHeight;
    this.#scrollTop = Math.min(placed.top, Math.max(this.#scrollTop, placed.top + placed.height - room));
    this.invalidate();
  }

  /** What lies at a place of the canvas. */
  hit(x: number, y: number): ReturnType<typeof hitAt> {
    return hitAt({ rows: this.rows, scale: this.scale, left: this.labelWidth, now: this.#model.now() }, x, y - axisHeight + this.#scrollTop);
  }

  /** Draws with the next frame. */
  invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const start = performance.now();
      this.#paint();
      this.onPaint(performance.now() - start);
    });
  }

  #paint(): void {
    const canvas = this.#context;
    if (canvas === null || this.#width === 0 || this.element.hidden) return;
    this.#scrollTop = Math.max(0, Math.min(this.#scrollTop, this.#contentHeight() - (this.#height - axisHeight)));
    if (this.#hatch === '') this.#hatch = hatching(canvas, this.#theme.wait, this.#pixels);
    canvas.setTransform(this.#pixels, 0, 0, this.#pixels, 0, 0);
    const model = this.#model;
    const { scale } = this;
    const now = model.now();
    paintFrame({
      brush: { canvas, theme: this.#theme, hatch: this.#hatch, scale, store: model.store, by: model.state.by, left: this.labelWidth, now, selected: model.selected },
      rows: this.rows,
      width: this.#width,
      height: this.#height,
      scrollTop: this.#scrollTop,
      selectedRow: model.selectedRow()?.key ?? null,
      describe: ({ row }) => describeRow(row, model),
      now,
    });
    this.#goOn(scale, now);
  }

  /** Time goes on: the next frame is due when something has moved by a pixel, or each second where motion is to be reduced. */
  #goOn(scale: Scale, now: number): void {
    clearTimeout(this.#timer);
    const moves = Number.isFinite(now) && (this.#model.state.follow || (this.#model.store.open.size > 0 && now < scale.range.to));
    if (!moves || document.hidden) return;
    const slow = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#timer = setTimeout(() => this.invalidate(), slow ? 1000 : Math.min(1000, Math.max(16, 1 / scale.pace)));
  }

  #contentHeight(): number {
    const last = this.rows.at(-1);
    return last === undefined ? 0 : last.top + last.height;
  }

  #resize(): void {
    this.#width = this.element.clientWidth;
    this.#height = this.element.clientHeight;
    this.#pixels = window.devicePixelRatio;
    this.canvas.width = Math.round(this.#width * this.#pixels);
    this.canvas.height = Math.round(this.#height * this.#pixels);
    this.#hatch = '';
    this.invalidate();
  }
}
