import { findProgram } from './find.ts';

export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The same command, so that its process is ended by the system when the thread that started it is gone, even by
 * SIGKILL: by setpriv of util-linux (PR_SET_PDEATHSIG), which becomes the program. Elsewhere the command as it is.
 * @param signal what it is ended by: one that has it tidy up, where it leaves something behind otherwise
 */
export function endsWithUs(command: CommandLine, signal: 'KILL' | 'QUIT' = 'KILL'): CommandLine {
  const setpriv = process.platform === 'linux' ? findProgram(['setpriv']) : null;
  return setpriv === null ? command : { program: setpriv, args: ['--pdeathsig', signal, '--', command.program, ...command.args] };
}
