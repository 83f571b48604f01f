/** A line that would be read back as several. */
export class LineEndError extends Error {
  override readonly name = 'LineEndError';
  readonly line: string;

  constructor(line: string) {
    super(`A line has a line's end in it: ${JSON.stringify(line.length > shown ? `${line.slice(0, shown)}…` : line)}. Add its parts as lines of their own. Nothing was written.`);
    this.line = line;
  }
}

/** How much of a line an error shows, characters. */
const shown = 60;

/** As UTF-8, each with its end. @throws LineEndError when one has a line feed or a carriage return in it */
export function lineBytes(lines: readonly string[]): Buffer {
  const broken = lines.find((line) => /[\r\n]/.test(line));
  if (broken !== undefined) throw new LineEndError(broken);
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}
