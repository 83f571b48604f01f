import { svg } from '../shared/dom.ts';

/** Drawn on 16 by 16, in the colour of the text. */
const paths = {
  kept: 'M3.2 8.6l3.1 3.1 6.5-7.4',
  broken: 'M4 4l8 8M12 4l-8 8',
  error: 'M8 2.4l6.2 11H1.8zM8 6.6v3.2M8 11.6v.4',
  waiting: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9',
  running: 'M5 3.5l7 4.5-7 4.5z',
  cancelled: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M5 11l6-6',
  down: 'M4.5 6.5L8 10l3.5-3.5',
  up: 'M4.5 9.5L8 6l3.5 3.5',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same: it is read to nobody. */
export function icon(name: IconName): SVGSVGElement {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: paths[name] }));
}
