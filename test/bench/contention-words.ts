import type { Accuracy } from '../real/contention/accuracy.ts';

/** How well the holds and waits of some lockers were told, in words. */
export function described({ holds: count, seen, tooMany, longWaits, seenWaits }: Accuracy): string {
  const exact = seen.filter(({ isExact }) => isExact).length;
  const loose = seen.map(({ truth: { looseMs = 0 } }) => looseMs).toSorted((a, b) => a - b);
  const bySeen = seen.filter(({ span }) => span.certainty === 'seen');
  const off = seen.map(({ offMs }) => Math.abs(offMs)).toSorted((a, b) => a - b);
  const parts = [
    `${percent(seen.length, count)} of ${count} seen`,
    `${percent(seen.filter(({ span }) => span.actor.command !== null).length, seen.length)} named`,
    `${percent(exact, seen.length)} of them exact`,
    `${percent(bySeen.length, seen.length)} called so (${percent(bySeen.filter(({ isExact }) => isExact).length, bySeen.length)} of these exact)`,
    `off by ${(off[off.length >> 1] ?? 0).toFixed(2)} ms in the middle, ${(off.at(-1) ?? 0).toFixed(2)} at most`,
  ];
  if ((loose.at(-1) ?? 0) > 0) {
    const most = seen.filter(({ mayBeExact }) => mayBeExact).length;
    parts.push(`as far as the locker itself knows (to ${(loose[loose.length >> 1] ?? 0).toFixed(2)} ms in the middle, ${(loose.at(-1) ?? 0).toFixed(2)} at most) ${percent(most, seen.length)} exact`);
  }
  if (tooMany > 0) parts.push(`${tooMany} told that never were`);
  if (longWaits > 0) parts.push(`waits over 50 ms: ${percent(seenWaits.length, longWaits)} of ${longWaits} seen, ${percent(seenWaits.filter(({ isExact }) => isExact).length, seenWaits.length)} exact`);
  return parts.join(', ');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
