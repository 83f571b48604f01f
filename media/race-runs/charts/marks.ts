/** How the strategies are told apart, by the place of each: colour, dash and marker change at different paces, so that no two of many are alike. */

const colours = 8;
const dashes = ['', '7 3', '2 3', '9 3 2 3'] as const;

/** Drawn around 0, 0. */
const shapes = [
  'M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z',
  'M-3.3 -3.3h6.6v6.6h-6.6z',
  'M0 -4.2l4.2 7.4h-8.4z',
  'M0 -4.6l4.6 4.6l-4.6 4.6l-4.6 -4.6z',
  'M0 4.2l4.2 -7.4h-8.4z',
  'M-1.3 -4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z',
  'M-4.4 -2.6h8.8v5.2h-8.8z',
] as const;

export interface Mark {
  /** Class of its colour. */
  readonly colour: string;
  readonly dash: string;
  readonly shape: string;
}

export function markOf(series: number): Mark {
  return {
    colour: `series-${series % colours}`,
    dash: dashes[series % dashes.length] ?? '',
    shape: shapes[series % shapes.length] ?? shapes[0],
  };
}
