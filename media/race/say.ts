import { raceWords, type RaceWord, type RaceWords } from '../../src/protocol/race-words.ts';

let words: RaceWords = raceWords;
let language = 'en';

/** From now on in the editor's language. */
export function speak(localized: RaceWords, inLanguage: string): void {
  words = localized;
  language = inLanguage;
}

/** What the page says there, with its slots filled. */
export function say(word: RaceWord, args: Readonly<Record<string, string | number>> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (slot, name: string) => String(args[name] ?? slot));
}

/** With its digits grouped as the language does. */
export function grouped(count: number | bigint): string {
  return count.toLocaleString(language);
}
