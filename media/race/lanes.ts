import type { Trace, TraceStep } from '../../src/race/model/trace.ts';
import { el, setAttributes } from '../shared/dom.ts';
import { drawArrows } from './arrows.ts';
import { layOut, type Bar, type LaneLayout } from './lane-layout.ts';
import { endOf } from './run-end.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';
import { changesOf, happeningOf } from './step-words.ts';

/** Height of a step, pixels; the style sheet has it too. */
export const rowHeight = 28;

/** Height of the names on top, pixels; in the style sheet, too. */
const headHeight = 29;

/** Width of the numbers on the left, pixels. */
export const gutterWidth = 46;

/** A bracket around fewer rows has no room for words. */
const rowsForWords = 5;

let instances = 0;

/** The swim lanes of one run: a column for each actor, a row for each step, time going down. */
export class Lanes {
  readonly element = el('div', { class: 'lanes', tabindex: 0, role: 'listbox' });
  readonly #grid = el('div', { class: 'grid', role: 'presentation' });
  readonly #head = el('div', { class: 'playhead', 'aria-hidden': 'true' });
  readonly #end = el('div', { class: 'run-end' });
  readonly #id = `lanes-${(instances += 1)}`;
  readonly #model: SideModel;
  readonly #showsArrows: () => boolean;
  #blocks: readonly HTMLElement[] = [];
  /** Where one stood when it was drawn last. */
  #shownAt = 0;
  #layout: LaneLayout = { actors: [], rows: 0, bars: [], lives: [] };
  #arrows: Element | null = null;

  constructor(model: SideModel, showsArrows: () => boolean) {
    this.#model = model;
    this.#showsArrows = showsArrows;
    this.element.append(this.#grid);
    setAttributes(this.#end, { id: `${this.#id}-end`, role: 'presentation' });
    setAttributes(this.element, { 'aria-describedby': `${this.#id}-end` });
    new ResizeObserver(() => this.renderArrows()).observe(this.#grid);
  }

  /** Draws the run anew. */
  renderTrace(): void {
    const { trace } = this.#model;
    setAttributes(this.element, { 'aria-label': say('lanes') });
    this.element.hidden = trace === null;
    if (trace === null) return;
    this.#layout = layOut(trace);
    const { actors, rows } = this.#layout;
    this.#grid.style.gridTemplateColumns = `${gutterWidth}px repeat(${actors.length}, minmax(88px, 1fr))`;
    this.#grid.style.gridTemplateRows = `auto ${rows === 0 ? '' : `repeat(${rows}, ${rowHeight}px) `}auto`;
    this.#blocks = trace.steps.map((step, at) => this.#block(trace, step, at));
    this.#shownAt = 0;
    this.#grid.replaceChildren(...this.#names(actors), ...this.#tracks(), ...this.#bracket(trace), this.#head, ...trace.steps.map(numberOf), ...this.#blocks, this.#end);
    this.#end.style.gridRow = String(rows + 2);
    this.#arrows = null;
    this.renderPosition();
    this.renderArrows();
  }

  /** Marks where in the run one stands. */
  renderPosition(): void {
    const { trace, at } = this.#model;
    if (trace === null) return;
    this.#markFrom(Math.min(this.#shownAt, at), Math.max(this.#shownAt, at), at);
    this.#shownAt = at;
    setAttributes(this.element, { 'aria-activedescendant': at === 0 ? undefined : `${this.#id}-${at - 1}` });
    this.#head.style.top = `${headHeight + at * rowHeight}px`;
    const end = endOf(trace, this.#model.isOwn, this.#model.isFailureAwaited);
    // Of a long run, what is set anew is laid out anew.
    if (this.#end.textContent !== end.text || !this.#end.classList.contains(end.is)) {
      this.#end.className = `run-end ${end.is}`;
      this.#end.textContent = end.text;
      this.#end.hidden = end.text === '';
    }
    this.#reveal(at);
  }

  /** Of a long run, only what is passed is touched. */
  #markFrom(first: number, last: number, at: number): void {
    for (let row = Math.max(first - 1, 0); row < last; row += 1) {
      const block = this.#blocks[row];
      block?.classList.toggle('is-future', row >= at);
      if (block !== undefined) setAttributes(block, { 'aria-selected': row === at - 1 ? 'true' : 'false' });
    }
  }

  renderArrows(): void {
    this.#arrows?.remove();
    const { trace } = this.#model;
    this.#arrows = trace !== null && this.#showsArrows() && trace.steps.length > 0 ? drawArrows(trace, this.#layout.actors, { width: this.#grid.clientWidth, gutter: gutterWidth, row: rowHeight }) : null;
    if (this.#arrows === null) return;
    this.#grid.append(this.#arrows);
  }

  #names(actors: readonly string[]): readonly HTMLElement[] {
    const names = actors.map((name, lane) => {
      const element = el('div', { class: `lane-name actor-${lane % 6}`, title: name, 'aria-hidden': 'true' }, el('span', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'name' }, name));
      element.style.gridColumn = String(lane + 2);
      return element;
    });
    return [el('div', { class: 'corner' }), ...names];
  }

  #tracks(): readonly HTMLElement[] {
    const { actors, rows, bars, lives } = this.#layout;
    return actors.map((name, lane) => {
      const track = el('div', { class: `track actor-${lane % 6}`, 'aria-hidden': 'true' });
      track.style.gridColumn = String(lane + 2);
      track.style.gridRow = `2 / span ${Math.max(rows, 1)}`;
      const life = el('div', { class: 'life' });
      life.style.height = `${(lives[lane]?.to ?? 0) * rowHeight}px`;
      track.append(life, ...bars.filter((bar) => bar.lane === lane).map((bar) => barElement(bar, name)));
      return track;
    });
  }

  #bracket({ loopFrom, steps }: Trace): readonly HTMLElement[] {
    if (loopFrom === null) return [];
    const rows = Math.max(steps.length - loopFrom, 1);
    const bracket = el('div', { class: 'bracket', title: say('repeats'), 'aria-hidden': 'true' }, el('span', {}, rows < rowsForWords ? '↺' : say('repeats')));
    bracket.style.gridRow = `${loopFrom + 2} / span ${rows}`;
    return [bracket];
  }

  #block(trace: Trace, step: TraceStep, at: number): HTMLElement {
    const lane = this.#layout.actors.indexOf(step.actor ?? '');
    const classes = ['block', 'is-future', `is-${step.what}`, lane < 0 ? 'is-everybody' : `actor-${lane % 6}`, ...(trace.problem?.after === at + 1 && trace.problem.kind !== 'never' ? ['is-failing'] : [])];
    const words = [`${at + 1}. ${happeningOf(step)}.`, ...changesOf(step), ...(step.isPreemption ? [say('couldGoOn')] : [])].join(' ');
    const block = el('div', { class: classes.join(' '), role: 'option', 'aria-selected': 'false', id: `${this.#id}-${at}`, title: words, 'aria-label': words }, ...labelOf(step));
    block.style.gridRow = String(at + 2);
    block.style.gridColumn = lane < 0 ? '2 / -1' : String(lane + 2);
    block.addEventListener('click', () => this.#model.go(at + 1));
    return block;
  }

  /** Scrolls as little as it takes, and at once: nothing moves by itself. */
  #reveal(at: number): void {
    const { element } = this;
    const bottom = headHeight + at * rowHeight + rowHeight + (at === this.#layout.rows ? this.#end.offsetHeight : 0);
    const top = Math.max(at - 2, 0) * rowHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    if (element.scrollTop + element.clientHeight < bottom) element.scrollTop = bottom - element.clientHeight;
    // Where the side scrolls as a whole, too.
    this.#blocks[at - 1]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** What is told stays in sight where the call is cut short. */
function labelOf({ label, object, operation, result }: TraceStep): readonly HTMLElement[] {
  if (object === null || operation === null || result === null) return [el('span', { class: 'call' }, label)];
  return [el('span', { class: 'call' }, `${object}.${operation}`), el('span', { class: 'result' }, `→ ${result}`)];
}

function numberOf({ isPreemption }: TraceStep, at: number): HTMLElement {
  const number = el('div', { class: `number${isPreemption ? ' is-preemption' : ''}`, 'aria-hidden': 'true', title: isPreemption ? say('couldGoOn') : undefined }, String(at + 1));
  number.style.gridRow = String(at + 2);
  return number;
}

function barElement({ what, from, to, object, depth }: Bar, actor: string): HTMLElement {
  const title = what === 'hold' ? say('holds', { actor, object: object ?? '' }) : say(what === 'wait' ? 'waits' : 'standsStill', { actor });
  const bar = el('div', { class: `bar is-${what}${depth === 0 ? ' is-first' : ''}`, title });
  bar.style.top = `${from * rowHeight}px`;
  bar.style.height = `${(to - from) * rowHeight}px`;
  bar.style.left = `${2 + depth * 5}px`;
  return bar;
}
