/** Who is not known by a command. */
export const unknownCommand = 'unknown';

/** Longer names of programs and arguments are cut, in characters. */
const longestWord = 32;

const words = /'(?:[^']|'\\'')*'|"[^"]*"|[^\s'"]+/g;

/** Programs, and the options of theirs behind which a program text stands. */
const interpreter = /^(?:(?:ba|da|z|k|fi)?sh|perl|ruby|node|deno|bun|python[\d.]*|php|lua)$/;
const takesProgram = /^(?:-[a-z]*[ceE]|--eval)$/;

/**
 * A command line as people call it: the program and its first argument that is no option, both without their
 * folders, as in "git commit" or "node build.mjs"; with a program text for an argument, that there is one, as
 * in "perl -e". 'unknown' for none.
 */
export function shortCommand(command: string | null): string {
  const [program, ...args] = command?.match(words) ?? [];
  if (program === undefined) return unknownCommand;
  const isText = interpreter.test(shortWord(program)) ? (word: string): boolean => takesProgram.test(word) : () => false;
  const first = args.find((word) => !word.startsWith('-') || isText(word));
  return [program, ...(first === undefined ? [] : [first])].map(shortWord).join(' ');
}

function shortWord(word: string): string {
  const bare = word.replace(/^(['"])(.*)\1$/s, '$2');
  const name = bare.split(/[/\\]/).findLast((part) => part !== '') ?? bare;
  return name.length > longestWord ? `${name.slice(0, longestWord - 1)}…` : name;
}
