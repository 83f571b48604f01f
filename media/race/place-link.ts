import type { Place } from '../../src/race/model/scenario-error.ts';
import { button } from '../shared/dom.ts';
import { say } from './say.ts';

/** The name of a file without its folders. */
export function fileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

/** Leads to a line of a source. */
export function placeLink(place: Place, open: (place: Place) => void): HTMLElement {
  return button(say('openLine', { file: fileName(place.file), line: place.line }), () => open(place), { class: 'link', title: place.file });
}
