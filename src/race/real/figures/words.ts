/** Actors have letters, as in the model: A to Z, then A1 and so on. */
export function actorName(actor: number): string {
  const letter = String.fromCharCode(65 + (actor % 26));
  return actor < 26 ? letter : `${letter}${Math.floor(actor / 26)}`;
}

/** A time of a run, in words. */
export function atMs(ms: number): string {
  return `at ${ms.toFixed(3)} ms`;
}
