/** Quotes a string so that a POSIX shell takes it as one word. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
