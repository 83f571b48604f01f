/**
 * Moves labels apart that would stand on each other: as little as it takes, in their order, between `from` and `to`.
 * Where there is not room for all, they share what there is.
 * @param wanted where each would best stand, pixels
 * @param gap that they need
 */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): readonly number[] {
  const room = wanted.length > 1 ? Math.min(gap, (to - from) / (wanted.length - 1)) : gap;
  const order = wanted.map((_, at) => at).toSorted((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const places = order.map((at) => Math.min(Math.max(wanted[at] ?? 0, from), to));
  // Down first, then up from the end: whoever was pushed over the end pushes back.
  for (let at = 1; at < places.length; at += 1) places[at] = Math.max(places[at] ?? 0, (places[at - 1] ?? 0) + room);
  let least = to;
  for (let at = places.length - 1; at >= 0; at -= 1) {
    places[at] = Math.min(places[at] ?? 0, least);
    least = (places[at] ?? 0) - room;
  }
  const result = wanted.map(() => 0);
  order.forEach((at, place) => (result[at] = places[place] ?? 0));
  return result;
}
