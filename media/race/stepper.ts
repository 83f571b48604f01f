import { button, el, setAttributes } from '../shared/dom.ts';
import { icon, type IconName } from './icons.ts';
import { say } from './say.ts';
import type { SideModel } from './side-model.ts';
import type { RaceWord } from '../../src/protocol/race-words.ts';

/** Goes back and forth in a run. The buttons stay the same, so that the focus does. */
export class Stepper {
  readonly element = el('div', { class: 'stepper', role: 'toolbar' });
  readonly #model: SideModel;
  readonly #start: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  readonly #play: HTMLButtonElement;
  readonly #forward: HTMLButtonElement;
  readonly #end: HTMLButtonElement;
  readonly #failure: HTMLButtonElement;
  readonly #position = el('span', { class: 'position' });
  readonly #run = el('span', { class: 'which-run' });

  constructor(model: SideModel) {
    this.#model = model;
    this.#start = iconButton('start', 'start', () => model.go(0));
    this.#back = iconButton('back', 'back', () => model.step(-1));
    this.#play = iconButton('play', 'play', () => (model.isPlaying ? model.pause() : model.play()));
    this.#forward = iconButton('forward', 'forward', () => model.step(1));
    this.#end = iconButton('end', 'end', () => model.go(model.length));
    this.#failure = button('', () => model.toFailure(), { class: 'to-failure', 'data-action': 'failure' });
    this.element.append(el('div', { class: 'group' }, this.#start, this.#back, this.#play, this.#forward, this.#end), this.#position, this.#run, this.#failure);
  }

  render(): void {
    const { trace, at, length, isPlaying, isOwn, failure } = this.#model;
    this.element.hidden = trace === null;
    setAttributes(this.element, { 'aria-label': say('controls') });
    name(this.#start, 'toStart');
    name(this.#back, 'back');
    name(this.#play, isPlaying ? 'pause' : 'play');
    name(this.#forward, 'forward');
    name(this.#end, 'toEnd');
    this.#play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    disable(this.#start, at === 0);
    disable(this.#back, at === 0);
    disable(this.#play, length === 0);
    disable(this.#forward, at === length);
    disable(this.#end, at === length);
    this.#position.textContent = length === 0 ? say('noSteps') : at === 0 ? say('positionStart', { count: length }) : say('position', { at, count: length });
    this.#run.textContent = failure === null || trace === null ? '' : say(isOwn ? 'ownRun' : 'failingRun');
    this.#failure.hidden = failure === null;
    this.#failure.textContent = say(isOwn ? 'backToFailure' : 'toFailure');
    disable(this.#failure, !isOwn && at === length);
  }
}

function iconButton(picture: IconName, action: string, run: () => void): HTMLButtonElement {
  const element = button('', run, { class: 'icon-button', 'data-action': action });
  element.replaceChildren(icon(picture));
  return element;
}

function name(element: HTMLElement, word: RaceWord): void {
  setAttributes(element, { 'aria-label': say(word), title: say(word) });
}

/** It keeps the focus, which a disabled button would lose. */
function disable(element: HTMLElement, isDisabled: boolean): void {
  setAttributes(element, { 'aria-disabled': isDisabled ? 'true' : undefined });
}
