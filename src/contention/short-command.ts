/** Who is not known by a command. */
export const unknownCommand = 'unknown';

/** Longer names of programs and arguments are cut, in characters. */
const longestWord = 32;

const words = /'(?:[^']|'\\'')*'|"[^"]*"|[^\s'"]+/g;

/**
 * A command line as people call it: the program and its first argument that is no option, both without their
 * folders, as in "git commit" or "node build.mjs". 'unknown' for none.
 */
export function shortCommand(command: string | null): string {
  const [program, ...args] = command?.match(words) ?? [];
  if (program === undefined) return unknownCommand;
  const first = args.find((word) => !word.startsWith('-'));
  return [program, ...(first === undefined ? [] : [first])].map(shortWord).join(' ');
}

function shortWord(word: string): string {
  const bare = word.replace(/^(['"])(.*)\1$/s, '$2');
  const name = bare.split(/[/\\]/).findLast((part) => part !== '') ?? bare;
  return name.length > longestWord ? `${name.slice(0, longestWord - 1)}…` : name;
}
