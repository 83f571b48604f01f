import { transform } from 'sucrase';
import { ScenarioError } from '../../model/scenario-error.ts';

const typed = /\.[cm]?ts$/;

/**
 * A source of a user as JavaScript that a function can hold: types are left out, import and export become calls.
 * Every line stays where it is, so that the lines of errors and steps are those of the source.
 * @throws ScenarioError for what cannot be read, with its line
 */
export function plainJavaScript(source: string, file: string): string {
  try {
    return transform(source, { transforms: typed.test(file) ? ['typescript', 'imports'] : ['imports'], disableESTransforms: true, filePath: file }).code;
  } catch (error) {
    const place = locationOf(error);
    throw new ScenarioError(`${place === null ? 'It' : 'This line'} cannot be read as ${typed.test(file) ? 'TypeScript' : 'JavaScript'}: ${saysOf(error)}.`, { file, ...(place ?? start) }, error);
  }
}

const start = { line: 1, column: 1 };

/** "Error transforming a.race.ts: Unexpected token (3:10)", without what is said elsewhere. */
function saysOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Error transforming .*?: /s, '').replace(/ \(\d+:\d+\)$/, '');
}

function locationOf(error: unknown): { readonly line: number; readonly column: number } | null {
  const location: unknown = error instanceof Error ? Reflect.get(error, 'loc') : null;
  if (typeof location !== 'object' || location === null || !('line' in location) || !('column' in location)) return null;
  return { line: Number(location.line), column: Number(location.column) };
}
