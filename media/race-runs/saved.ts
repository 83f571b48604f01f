import { list, number, oneOf, orNull, record, string } from '../../src/base/json.ts';
import { quantiles, type Quantile } from './charts/series.ts';
import { fieldNames } from './form/fields.ts';
import { firstForm, type Form } from './form/form.ts';
import { columnKeys, type Sorting } from './results/columns.ts';

/** What outlives the page. */
export interface SavedPage {
  readonly form: Form;
  /** Which of the earlier results is shown, and which it is compared with; null for the present ones, and for none. */
  readonly shown: string | null;
  readonly other: string | null;
  readonly sorting: Sorting | null;
  readonly quantile: Quantile;
  /** How far down the results its reader was, pixels. */
  readonly scroll: number;
  /** Results whose breaches are unfolded, by their ids. */
  readonly unfolded: readonly string[];
}


export const nothingSaved: SavedPage = { form: firstForm, shown: null, other: null, sorting: null, quantile: 'p99', scroll: 0, unfolded: [] };

/** What was kept, or nothing when that is none of ours. */
export function savedFrom(value: unknown): SavedPage {
  try {
    return value === undefined || value === null ? nothingSaved : readSaved(value);
  } catch (error) {
    if (error instanceof SyntaxError) return nothingSaved;
    throw error;
  }
}

function readSaved(value: unknown): SavedPage {
  const fields = record(value);
  return {
    form: readForm(fields['form']),
    shown: orNull(fields['shown'], string),
    other: orNull(fields['other'], string),
    sorting: orNull(fields['sorting'], readSorting),
    quantile: oneOf(quantiles, fields['quantile']),
    scroll: number(fields['scroll']),
    unfolded: list(fields['unfolded'], string),
  };
}

function readSorting(value: unknown): Sorting {
  const fields = record(value);
  return { key: oneOf(columnKeys, fields['key']), isDescending: fields['isDescending'] === true };
}

function readForm(value: unknown): Form {
  const fields = record(value);
  const typed = record(fields['fields']);
  const chosen = Object.entries(record(fields['chosen'])).map(([scenario, names]) => [scenario, list(names, string)] as const);
  const texts = { ...firstForm.fields };
  for (const name of fieldNames) texts[name] = string(typed[name]);
  return { scenario: orNull(fields['scenario'], string), chosen: Object.fromEntries(chosen), fields: texts, length: oneOf(['seconds', 'operations'], fields['length']) };
}
