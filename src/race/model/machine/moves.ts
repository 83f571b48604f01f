import type { System } from '../scenario.ts';

/** Something that can happen next. Actors are numbers, in the order in which the system names them. */
export type Move =
  | { readonly is: 'step'; readonly actor: number }
  | { readonly is: 'crash'; readonly actor: number }
  | { readonly is: 'pause'; readonly actor: number }
  | { readonly is: 'power-loss' }
  | { readonly is: 'tick' };

/** All that can ever happen in a system. */
export function movesOf(actors: readonly string[], { faults, ticks }: System): readonly Move[] {
  const numbers = (names: readonly string[] = []): number[] => names.map((name) => actors.indexOf(name));
  return [
    ...actors.map((_name, actor): Move => ({ is: 'step', actor })),
    ...numbers(faults?.crash?.actors).map((actor): Move => ({ is: 'crash', actor })),
    ...numbers(faults?.pause?.actors).map((actor): Move => ({ is: 'pause', actor })),
    ...(faults?.powerLoss === true ? [{ is: 'power-loss' } as const] : []),
    ...((ticks ?? 0) > 0 ? [{ is: 'tick' } as const] : []),
  ];
}
