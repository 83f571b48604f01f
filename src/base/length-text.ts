/** A length of time as reports show it: "0.42 ms", "12 ms", "1.5 s", "3 m 12 s". @param ms length in ms */
export function lengthText(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(2))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} m` : `${minutes} m ${seconds % 60} s`;
}

/** "42 %"; what is not nothing does not read as nothing. @param share 0 to 1 */
export function shareText(share: number): string {
  return share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
