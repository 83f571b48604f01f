import { svg } from '../shared/dom.ts';

/** Drawn on 16 by 16, in the colour of the text. */
const paths = {
  proved: 'M3.2 8.6l3.1 3.1 6.5-7.4',
  failed: 'M4 4l8 8M12 4l-8 8',
  incomplete: 'M8 3.2v6M8 12.2v.6',
  error: 'M8 2.4l6.2 11H1.8zM8 6.6v3.2M8 11.6v.4',
  unknown: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9',
  start: 'M3.5 3.5v9M12.5 3.5L6 8l6.5 4.5z',
  back: 'M10.5 3.5L4.5 8l6 4.5z',
  forward: 'M5.5 3.5l6 4.5-6 4.5z',
  end: 'M12.5 3.5v9M3.5 3.5L10 8l-6.5 4.5z',
  play: 'M4.5 3l8 5-8 5z',
  pause: 'M5 3.5v9M11 3.5v9',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same: it is read to nobody. */
export function icon(name: IconName): SVGSVGElement {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: paths[name] }));
}
