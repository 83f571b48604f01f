import { isOver, type ComparisonState, type Standing } from '../../../src/protocol/race-runs.ts';
import { button, el, setAttributes } from '../../shared/dom.ts';
import { icon, type IconName } from '../icons.ts';
import { strategyIn } from '../results/rows.ts';
import { say } from '../say.ts';
import type { Store } from '../store.ts';
import { leftWords, progressWords, runName, shareOf, standingWords } from './run-words.ts';

const icons = { waiting: 'waiting', running: 'running', done: 'kept', failed: 'error', cancelled: 'cancelled' } as const satisfies Record<Standing['is'], IconName>;

/** One line of the list. */
interface Line {
  readonly element: HTMLElement;
  readonly picture: HTMLElement;
  readonly words: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly more: HTMLElement;
}

/** The runs of the comparison: one line each, and how long it takes altogether. */
export class RunsView {
  readonly element = el('section', { class: 'runs', 'aria-labelledby': 'runs-title' });
  readonly #store: Store;
  readonly #title = el('h2', { id: 'runs-title' });
  readonly #whole = el('span', { class: 'whole' });
  readonly #bar = el('progress', { class: 'whole-bar', max: 1 });
  readonly #head: HTMLElement;
  readonly #cancel: HTMLButtonElement;
  readonly #list = el('ol', {});
  readonly #fold = el('details', { class: 'fold' }, el('summary', {}));
  #lines: readonly Line[] = [];
  #id: string | null = null;

  constructor(store: Store) {
    this.#store = store;
    this.#cancel = button('', () => store.post({ is: 'cancel' }), { 'data-action': 'cancel' });
    this.#head = el('header', { class: 'head' }, this.#title, this.#whole, el('span', { class: 'space' }), this.#cancel);
    this.element.append(this.#head, this.#bar, this.#list, this.#fold);
  }

  render(): void {
    const { comparison } = this.#store;
    this.element.hidden = comparison === null;
    if (comparison === null) return;
    const isOther = comparison.id !== this.#id || this.#lines.length !== comparison.runs.length;
    if (isOther) {
      this.#id = comparison.id;
      this.#lines = comparison.runs.map(() => newLine());
      this.#list.replaceChildren(...this.#lines.map(({ element }) => element));
    }
    comparison.runs.forEach((_, at) => this.renderRun(at));
    this.#arrange(comparison);
    this.#renderWhole(comparison);
    // Never out of an editor beside the page.
    if (isOther && comparison.isRunning && document.hasFocus()) this.#cancel.focus();
  }

  renderRun(at: number): void {
    const { comparison, catalog } = this.#store;
    const run = comparison?.runs[at];
    const line = this.#lines[at];
    if (comparison === null || run === undefined || line === undefined) return;
    const { request, standing } = run;
    const strategy = strategyIn(catalog, request.scenario, request.strategy);
    const title = strategy?.title ?? request.strategy;
    const isBroken = standing.is === 'done' && !standing.result.kept;
    if (standing.is === 'running' && !line.element.classList.contains('is-running')) this.#bringIntoSight(line.element);
    line.element.className = `run is-${standing.is}${isBroken ? ' is-broken' : ''}${standing.is === 'done' && !standing.result.asClaimed ? ' is-surprise' : ''}`;
    if (line.picture.dataset['shows'] !== `${standing.is}${isBroken}`) {
      line.picture.dataset['shows'] = `${standing.is}${isBroken}`;
      line.picture.replaceChildren(icon(isBroken ? 'broken' : icons[standing.is]));
    }
    line.words.replaceChildren(el('span', { class: 'name' }, runName(title, request.actors)), ' ', el('span', { class: 'standing' }, standingWords(standing, strategy)));
    showShare(line.bar, standing.is === 'running' ? shareOf(standing.progress) : null);
    line.bar.hidden = standing.is !== 'running';
    setAttributes(line.bar, { 'aria-label': runName(title, request.actors) });
    line.more.textContent = standing.is === 'failed' ? standing.message : progressWords(standing);
    this.#renderWhole(comparison);
  }

  /** Within the list alone: the page stays where its reader is. */
  #bringIntoSight(line: HTMLElement): void {
    this.#list.scrollTop = line.offsetTop - this.#list.clientHeight / 2;
  }

  /** Once nothing runs, the list is folded away: the results say more. One that failed stays in sight. */
  #arrange({ isRunning, runs }: ComparisonState): void {
    const isFolded = !isRunning && runs.some(({ standing }) => standing.is === 'done');
    const summary = this.#fold.querySelector('summary');
    if (summary !== null) summary.textContent = say('lastRuns');
    const place = isFolded ? this.#fold : this.element;
    if (this.#list.parentElement !== place) place.append(this.#list);
    this.#fold.hidden = !isFolded;
    if (isFolded && runs.some(({ standing }) => standing.is === 'failed')) this.#fold.open = true;
    this.element.classList.toggle('is-over', !isRunning);
  }

  #renderWhole({ isRunning, runs, leftMs }: ComparisonState): void {
    const over = runs.filter(({ standing }) => isOver(standing)).length;
    const part = runs.reduce((sum, { standing }) => sum + (isOver(standing) ? 1 : standing.is === 'running' ? (shareOf(standing.progress) ?? 0) : 0), 0);
    this.#title.textContent = say('running');
    this.#whole.textContent = [say('ofRuns', { done: over, count: runs.length }), ...(isRunning && leftMs !== null ? [leftWords(leftMs)] : [])].join(', ');
    const hadFocus = this.#head.contains(document.activeElement);
    this.#head.hidden = this.#bar.hidden = !isRunning;
    // What had the focus is not there any more.
    if (hadFocus && !isRunning) document.querySelector<HTMLElement>('#results-title')?.focus();
    this.#bar.value = part / Math.max(runs.length, 1);
    this.#cancel.textContent = say('cancel');
    setAttributes(this.#cancel, { title: say('cancelHelp') });
    setAttributes(this.#bar, { 'aria-label': say('running') });
  }
}

function newLine(): Line {
  const [picture, words, bar, more] = [el('span', { class: 'picture' }), el('span', { class: 'words' }), el('progress', { max: 1 }), el('span', { class: 'so-far' })];
  return { element: el('li', {}, picture, words, bar, more), picture, words, bar, more };
}

/** Without a value a bar says that nobody knows how far it is. */
function showShare(bar: HTMLProgressElement, share: number | null): void {
  if (share === null) bar.removeAttribute('value');
  else bar.value = share;
}
