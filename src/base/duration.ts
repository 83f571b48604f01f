const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * A length of time for people, in its two largest units: "3 m 12 s", "2 h", "5 d 1 h".
 * @param ms length in ms; what is below a second, or negative, reads "0 s".
 */
export function formatDuration(ms: number): string {
  const units = [[day, 'd'], [hour, 'h'], [minute, 'm'], [second, 's']] as const;
  const first = units.findIndex(([length]) => ms >= length);
  if (first < 0) return '0 s';
  let rest = ms;
  const parts: string[] = [];
  for (const [length, name] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}

/** How long, in ms, until formatDuration of this length would read differently. */
export function untilNextTick(ms: number): number {
  const step = ms >= day ? hour : ms >= hour ? minute : second;
  return step - (Math.max(ms, 0) % step);
}
