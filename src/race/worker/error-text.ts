import type { ScenarioError } from '../model/scenario-error.ts';

/** What an error says without its place, so that it can be made anew elsewhere. */
export function plainMessage({ message, place }: ScenarioError): string {
  const suffix = place === null ? '' : ` (${place.file}:${place.line})`;
  return message.endsWith(suffix) ? message.slice(0, message.length - suffix.length) : message;
}
