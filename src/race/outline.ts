/** Where the source of a scenario names it and its variants, as far as the text alone tells. */
export interface OutlinedScenario {
  /** null where it is not written as a text. */
  readonly name: string | null;
  readonly line: number;
  readonly variants: readonly OutlinedVariant[];
}

export interface OutlinedVariant {
  readonly name: string;
  /** Lines begin with 1. */
  readonly line: number;
}

interface Token {
  /** A name or number, the content of a text, or one sign. */
  readonly is: 'word' | 'text' | 'sign';
  readonly value: string;
  readonly line: number;
}

/**
 * The scenarios that a source defines. It looks at words and brackets alone, so that it works on what is half-written
 * and costs nothing; what `defineScenario` is not called with literally, it does not see.
 */
export function outlineOf(source: string): readonly OutlinedScenario[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, at) => (isCall(tokens, at) ? [outlined(tokens, at + 3, token.line)] : []));
}

/** `defineScenario({`. */
function isCall(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.is === 'word' && tokens[at].value === 'defineScenario' && tokens[at + 1]?.value === '(' && tokens[at + 2]?.value === '{';
}

function outlined(tokens: readonly Token[], from: number, line: number): OutlinedScenario {
  const fields = fieldsOf(tokens, from);
  const name = tokens[fields.find(({ key }) => key.value === 'name')?.from ?? -1];
  const variants = fields.find(({ key }) => key.value === 'variants')?.from ?? -1;
  return {
    name: name?.is === 'text' ? name.value : null,
    line,
    variants: tokens[variants]?.value !== '{' ? [] : fieldsOf(tokens, variants + 1).map(({ key }) => ({ name: key.value, line: key.line })),
  };
}

interface Field {
  readonly key: Token;
  /** The first token of its value. */
  readonly from: number;
}

/** The fields of an object literal whose bracket was just opened, up to where it is closed. */
function fieldsOf(tokens: readonly Token[], start: number): readonly Field[] {
  const fields: Field[] = [];
  let depth = 0;
  for (let at = start; at < tokens.length && depth >= 0; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const isKey = depth === 0 && token.is !== 'sign' && (at === start || tokens[at - 1]?.value === ',') && tokens[at + 1]?.is === 'sign' && tokens[at + 1]?.value === ':';
    if (isKey) fields.push({ key: token, from: at + 2 });
    if (token.is === 'sign' && '([{'.includes(token.value)) depth += 1;
    if (token.is === 'sign' && ')]}'.includes(token.value)) depth -= 1;
  }
  return fields;
}

/** Comments, texts, regular expressions where a value may begin, words, and single signs. */
const tokenForm = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?|`(?:[^`\\]|\\[\s\S])*`?|[\w$]+|[^\s\w$]/g;
const regularExpression = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let counted = 0;
  tokenForm.lastIndex = 0;
  for (let match = tokenForm.exec(source); match !== null; match = tokenForm.exec(source)) {
    const [found] = match;
    for (; counted < match.index; counted += 1) if (source[counted] === '\n') line += 1;
    if (found.startsWith('//') || found.startsWith('/*')) continue;
    if (found === '/' && mayBegin(tokens.at(-1))) {
      regularExpression.lastIndex = match.index;
      const expression = regularExpression.exec(source);
      if (expression !== null) tokenForm.lastIndex = regularExpression.lastIndex;
    }
    tokens.push(tokenIn(found, line));
  }
  return tokens;
}

/** Whether a value may begin behind a token, so that a slash there is no division. */
function mayBegin(last: Token | undefined): boolean {
  return last === undefined || (last.is === 'sign' && !')]}'.includes(last.value)) || last.value === 'return';
}

function tokenIn(found: string, line: number): Token {
  const first = found[0] ?? '';
  if (`'"\``.includes(first)) return { is: 'text', value: found.slice(1, found.length > 1 && found.endsWith(first) ? -1 : undefined), line };
  return { is: /[\w$]/.test(first) ? 'word' : 'sign', value: found, line };
}
