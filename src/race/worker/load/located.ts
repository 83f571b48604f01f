import { placeOf } from '../../model/place.ts';
import { ScenarioError, type Place } from '../../model/scenario-error.ts';

/**
 * An error of a scenario, with a line.
 * @param otherwise what to say of an error that is none of ours
 * @param about where it is about, when the error does not tell better
 */
export function located(error: unknown, otherwise: string, about: Place | null): ScenarioError {
  if (error instanceof ScenarioError && error.place !== null) return error;
  const place = (error instanceof Error ? placeOf(error) : null) ?? about;
  return new ScenarioError(error instanceof ScenarioError ? error.message : otherwise, place, error);
}
