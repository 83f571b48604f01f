/** How a shell reads its command line. */
export type ShellKind = 'posix' | 'fish' | 'powershell' | 'cmd';

/**
 * Which kind a shell is.
 * @param shell its name as the editor detected it, or the path of its program
 */
export function shellKindOf(shell: string): ShellKind {
  const name = shell.slice(Math.max(shell.lastIndexOf('/'), shell.lastIndexOf('\\')) + 1).toLowerCase().replace(/\.exe$/, '');
  if (name === 'pwsh' || name === 'powershell' || name === 'pwsh-preview') return 'powershell';
  return name === 'cmd' || name === 'fish' ? name : 'posix';
}

/** They would be keystrokes in a terminal: the line editor acts on them before the shell reads any quotes. */
// oxlint-disable-next-line no-control-regex
const keystrokes = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;

/**
 * A program and its arguments as one line to be typed into a shell, in which nothing is expanded.
 * @returns null when there is no safe way to write it for this shell
 */
export function commandLine(argv: readonly string[], shell: ShellKind): string | null {
  if (argv.length === 0 || argv.some((word) => keystrokes.test(word) || unwritable[shell].test(word))) return null;
  const words = argv.map((word) => (plainWord[shell].test(word) ? word : quote[shell](word)));
  const [program = ''] = words;
  // A quoted word at the beginning is a text to PowerShell unless it is called.
  return shell === 'powershell' && program !== argv[0] ? `& ${words.join(' ')}` : words.join(' ');
}

/** What no quotes hold: cmd replaces %name% within quotes, too, and Windows PowerShell loses double quotes on the way. */
const unwritable: Record<ShellKind, RegExp> = { posix: /(?!)/, fish: /(?!)/, powershell: /"/, cmd: /["%!^]/ };

/** Words that mean nothing but themselves. */
const plainWord: Record<ShellKind, RegExp> = {
  posix: /^[\w./:@+,-]+$/,
  fish: /^[\w./:@+,-]+$/,
  powershell: /^[\w./:\\-]+$/,
  cmd: /^[\w./:\\@+-]+$/,
};

const quote: Record<ShellKind, (word: string) => string> = {
  posix: (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  fish: (word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", `\\'`)}'`,
  // Typographic quotes end a text in PowerShell as the plain ones do.
  powershell: (word) => `'${word.replace(/['\u2018-\u201B]/g, '$&$&')}'`,
  cmd: (word) => `"${word.replace(/\\+$/, '$&$&')}"`,
};
