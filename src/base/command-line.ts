/** A word that no shell would take for more than itself. */
const plainWord = /^[\w@%+=:,./\\-]+$/;

/** A program and its arguments in one line, to be read: a word that a shell would split or change stands in quotes. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (plainWord.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
}
