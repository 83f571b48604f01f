import type { Model } from './model.ts';
import type { Row } from './rows.ts';

/** The rows that are neither hidden nor filtered out. */
export function seenRows({ rows, state }: Pick<Model, 'rows' | 'state'>): readonly Row[] {
  const hidden = new Set(state.hidden);
  const words = wordsOf(state.filter);
  return rows.all.filter((row) => !hidden.has(row.key) && has(row, words));
}

function wordsOf(filter: string): readonly string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

function has({ label, title, commands }: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const name = `${label}\n${title}`.toLowerCase();
  return words.every((word) => name.includes(word) || [...commands].some((command) => command.includes(word)));
}
