import { runsWords, type RunsWord, type RunsWords } from '../../src/protocol/race-runs-words.ts';

let words: RunsWords = runsWords;
let language = 'en';

/** From now on in the editor's language. */
export function speak(localized: RunsWords, inLanguage: string): void {
  words = localized;
  language = inLanguage;
}

/** What the page says there, with its slots filled. */
export function say(word: RunsWord, args: Readonly<Record<string, string | number>> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (slot, name: string) => String(args[name] ?? slot));
}

/** With its digits grouped as the language does. */
export function grouped(count: number): string {
  return count.toLocaleString(language);
}

/** A measured number as a person reads it: three digits that count, none behind the point from 100 on. */
export function measured(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return grouped(Math.round(value));
  return value.toLocaleString(language, { maximumSignificantDigits: size < 0.01 ? 1 : size < 0.1 ? 2 : 3 });
}

/** A moment for people. @param at ISO 8601 */
export function moment(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}
