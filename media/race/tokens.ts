/** A piece of a line of source. */
export interface Token {
  readonly is: 'plain' | 'comment' | 'string' | 'keyword' | 'number';
  readonly text: string;
}

const keywords = 'async|await|break|case|catch|class|const|continue|default|do|else|export|extends|false|finally|for|from|function|if|implements|import|in|instanceof|interface|let|new|null|of|readonly|return|static|switch|this|throw|true|try|type|undefined|while|yield';

/** A rough reading of TypeScript: enough to tell comments, texts and keywords apart. */
const pieces = new RegExp(String.raw`(\/\*[\s\S]*?\*\/|\/\/[^\n]*)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\`(?:[^\`\\]|\\.)*\`)|(?<![\w$.])(${keywords})(?![\w$])|(?<![\w$])(\d[\d_.]*)`, 'g');

/** The lines of a source, each in pieces. */
export function tokensOf(source: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  const add = (is: Token['is'], text: string): void => {
    text.split('\n').forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ is, text: part });
    });
  };
  let end = 0;
  const text = source.replaceAll('\r', '');
  for (const found of text.matchAll(pieces)) {
    const [whole, comment, string, keyword] = found;
    add('plain', text.slice(end, found.index));
    add(comment !== undefined ? 'comment' : string !== undefined ? 'string' : keyword !== undefined ? 'keyword' : 'number', whole);
    end = found.index + whole.length;
  }
  add('plain', text.slice(end));
  return lines;
}
