import { contentionWords, type ContentionWord, type ContentionWords } from '../../src/protocol/contention-words.ts';

let words: ContentionWords = contentionWords;

/** From now on in the editor's language. */
export function speak(localized: ContentionWords): void {
  words = localized;
}

/** What the page says there, with its slots filled. */
export function say(word: ContentionWord, args: Readonly<Record<string, string | number>> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (slot, name: string) => String(args[name] ?? slot));
}
