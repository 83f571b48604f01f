import type { Place } from '../../src/race/model/scenario-error.ts';
import { button, el, setAttributes } from '../shared/dom.ts';
import { fileName } from './place-link.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';
import { tokensOf } from './tokens.ts';

/** What the panel needs of the page. */
export interface Sources {
  /** The text of a file; null when it is not at hand, undefined while it is asked for. */
  source(file: string): string | null | undefined;
  open(place: Place): void;
}

/** Room for the names of all actors beside one line, so that no line is moved by its marks; pixels. */
function marksWidth(actors: readonly string[]): number {
  const widths = actors.map((name) => 14 + 7 * Math.min(name.length, 8));
  return Math.min(Math.max(widths.reduce((sum, width) => sum + width, 4), 44), 150);
}

/** The source of the actors, with the line marked at which each of them stands. */
export class SourcePanel {
  readonly element = el('section', { class: 'source' });
  readonly #model: SideModel;
  readonly #sources: Sources;
  readonly #heading = el('h3', {});
  readonly #listing = el('div', { class: 'listing', tabindex: 0, role: 'group' });
  #file: string | null = null;
  #lines: readonly HTMLElement[] = [];
  #shown: string | null | undefined = undefined;

  constructor(model: SideModel, sources: Sources) {
    this.#model = model;
    this.#sources = sources;
    this.element.append(this.#heading, this.#listing);
  }

  render(): void {
    const place = this.#currentPlace();
    this.element.hidden = this.#model.trace === null || place === null;
    if (place === null || this.#model.trace === null) return;
    const text = this.#sources.source(place.file);
    if (place.file !== this.#file || text !== this.#shown) this.#renderFile(place, text);
    this.#mark(place);
  }

  /** The line of the step that was done last, faults left out; before the first, that of the step that comes next. */
  #currentPlace(): Place | null {
    const { trace, at, snapshot } = this.#model;
    const done = trace?.steps.slice(0, at).findLast(({ place }) => place !== null);
    return done?.place ?? trace?.steps[at]?.place ?? snapshot?.actors.find(({ place }) => place !== null)?.place ?? null;
  }

  #renderFile(place: Place, text: string | null | undefined): void {
    this.#file = place.file;
    this.#shown = text;
    const name = fileName(place.file);
    this.#heading.replaceChildren(say('source'), button(name, () => this.#sources.open(this.#currentPlace() ?? place), { class: 'link', title: place.file }));
    setAttributes(this.#listing, { 'aria-label': `${say('source')}: ${name}` });
    if (typeof text !== 'string') {
      this.#lines = [];
      this.#listing.replaceChildren(el('p', { class: 'hint' }, say(text === null ? 'noSource' : 'loadingSource')));
      return;
    }
    this.#lines = tokensOf(text).map((tokens, at) => el('div', { class: 'line' }, el('span', { class: 'marks' }), el('span', { class: 'line-number', 'aria-hidden': 'true' }, String(at + 1)), el('code', {}, ...tokens.map(({ is, text: token }) => (is === 'plain' ? document.createTextNode(token) : el('span', { class: `token-${is}` }, token))))));
    this.#listing.replaceChildren(...this.#lines);
  }

  #mark(place: Place): void {
    const { snapshot, trace, at } = this.#model;
    const done = trace?.steps[at - 1]?.place ?? null;
    this.#listing.style.setProperty('--marks', `${marksWidth(snapshot?.actors.map(({ name }) => name) ?? [])}px`);
    for (const line of this.#listing.querySelectorAll('.is-done, .has-mark')) {
      line.classList.remove('is-done', 'has-mark');
      line.querySelector('.marks')?.replaceChildren();
    }
    if (done?.file === this.#file) this.#lines[done.line - 1]?.classList.add('is-done');
    snapshot?.actors.forEach((actor, lane) => {
      if (actor.place?.file !== this.#file) return;
      const line = this.#lines[actor.place.line - 1];
      line?.classList.add('has-mark');
      line?.querySelector('.marks')?.append(el('span', { class: `mark actor-${lane % 6}`, title: say('isNext', { actor: actor.name }), 'aria-label': say('isNext', { actor: actor.name }) }, actor.name));
    });
    this.#reveal(place.line);
  }

  #reveal(line: number): void {
    const element = this.#lines[line - 1];
    if (element === undefined) return;
    const { scrollTop, clientHeight } = this.#listing;
    const top = element.offsetTop;
    const isSeen = top >= scrollTop + element.offsetHeight && top + 2 * element.offsetHeight <= scrollTop + clientHeight;
    if (!isSeen) this.#listing.scrollTop = Math.max(top - clientHeight / 2, 0);
  }
}
