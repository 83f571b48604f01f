/**
 * Something is wrong with the scenario itself, so that nothing can be said about its promise. The message says
 * what to do about it, and where.
 */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  /** Where in the source, as far as it is known. */
  readonly place: Place | null;

  constructor(message: string, place: Place | null = null, cause?: unknown) {
    super(place === null ? message : `${message} (${place.file}:${place.line})`, { cause });
    this.place = place;
  }
}

/** A line of source; lines and columns begin with 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
