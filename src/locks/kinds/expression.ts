import { text, type Text } from '../../base/text.ts';

/** A regular expression that a user wrote, with one group. */
export interface Expression {
  /** What the group matches; null when the expression fits nowhere. Reads at most `longestContent` characters. */
  find(content: string): string | null;
}

/** The longest expression, and how much of a content is looked at, characters. */
const longestSource = 200;
const longestContent = 4096;
const mostRepeats = 999;

/** A single character, or a place between two, with how often it may stand there. */
interface Atom {
  readonly source: string;
  readonly least: number;
  readonly most: number;
}

/** One step of an expression: a group's bracket, a place, or an atom; then how often. */
const step =
  /(?<bracket>\((?:\?:)?|\))|(?<place>[\^$]|\\[bB])|(?<atom>\\(?:[dDwWsSntr]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^A-Za-z\d])|\[(?:\\.|[^\]\\])+\]|[^\\[\](){}*+?|^$])/y;
const repeat = /(?:(?<sign>[*+?])|\{(?<from>\d{1,3})(?<range>,(?<to>\d{0,3}))?\})\??/y;

/**
 * Compiles an expression that cannot backtrack: whether something repeated goes on is told by the next
 * character alone. So groups are not repeated, there are no alternatives, no looking around and no
 * references back, and whatever may follow a repeated character is another one. Any content is then
 * read in a time that grows no faster than the square of its length.
 * @returns the expression, or what is wrong with it
 */
export function compileExpression(source: string): Expression | Text {
  if (source.length > longestSource) return text('it is longer than {longest} characters', { longest: longestSource });
  const atoms = atomsIn(source);
  if ('template' in atoms) return atoms;
  const expression = compiled(source);
  if ('template' in expression) return expression;
  const chars = tellingChars(source);
  for (const [i, atom] of atoms.entries()) {
    const next = atom.least < atom.most ? followers(atoms, i).find((follower) => mayBothMatch(atom.source, follower.source, chars)) : undefined;
    if (next !== undefined) {
      return text('after "{repeated}", which is repeated or optional, "{next}" may match the same characters, so that reading could take for ever', {
        repeated: atom.source,
        next: next.source,
      });
    }
  }
  return { find: (content) => expression.exec(content.slice(0, longestContent))?.[1] ?? null };
}

function compiled(source: string): RegExp | Text {
  try {
    return new RegExp(source, 'm');
  } catch (error) {
    return text('it is no regular expression: {reason}', { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The characters that an expression is made of, or what is wrong with it. */
function atomsIn(source: string): readonly Atom[] | Text {
  const atoms: Atom[] = [];
  let groups = 0;
  for (let at = 0; at < source.length; ) {
    const found = matchAt(step, source, at);
    if (found === null) {
      return text('"{rest}" cannot be used: only characters, classes like [a-z], one group, and how often a character may stand there', { rest: source.slice(at, at + 10) });
    }
    at += found[0].length;
    const { bracket, atom } = found.groups ?? {};
    if (bracket === '(') groups++;
    const times = matchAt(repeat, source, at);
    at += times?.[0].length ?? 0;
    if (atom !== undefined) atoms.push({ source: atom, ...timesOf(times) });
    else if (times !== null) return text('"{repeat}" must stand after a character: groups are not repeated', { repeat: times[0] });
  }
  return groups === 1 ? atoms : text('it has {count} groups; put the brackets of one group around the pid', { count: groups });
}

function matchAt(expression: RegExp, source: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(source);
}

function timesOf(times: RegExpExecArray | null): Pick<Atom, 'least' | 'most'> {
  if (times === null) return { least: 1, most: 1 };
  const { sign, from, range, to } = times.groups ?? {};
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : mostRepeats };
  const least = Number(from);
  return { least, most: range === undefined ? least : to === '' ? mostRepeats + 1 : Number(to) };
}

/** What may come next: all up to the first that must stand there. */
function followers(atoms: readonly Atom[], i: number): readonly Atom[] {
  const rest = atoms.slice(i + 1);
  const must = rest.findIndex(({ least }) => least > 0);
  return must < 0 ? rest : rest.slice(0, must + 1);
}

function mayBothMatch(a: string, b: string, chars: readonly string[]): boolean {
  const [first, second] = [new RegExp(`^${a}$`), new RegExp(`^${b}$`)];
  return chars.some((char) => first.test(char) && second.test(char));
}

/**
 * Characters of which two classes of an expression share at least one when they share any: two ranges
 * share an end of one of them, what is excluded ends beside what is not, and \s has a few far away.
 */
function tellingChars(source: string): readonly string[] {
  const written = [...source.matchAll(/\\u([\da-fA-F]{4})|[^]/g)].map(([char, code]) => (code === undefined ? char.charCodeAt(0) : Number.parseInt(code, 16)));
  const latin = Array.from({ length: 0x250 }, (_, code) => code);
  const codes = new Set([...latin, 0x1680, 0x2000, 0x2028, 0x3000, 0xfeff, ...written.flatMap((code) => [code - 1, code, code + 1])]);
  return [...codes].map((code) => String.fromCharCode(code));
}
