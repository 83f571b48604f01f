import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { RealRunError } from '../lab.ts';
import { endsWithUs } from '../servers/ends-with-us.ts';
import { fromActor, onLines, type FromActor, type ToActor } from '../lines.ts';

/** So much of what a process complains of is kept, characters. */
const mostComplaint = 2000;

/** How a process ended. */
export type MemberEnd = { readonly is: 'done' } | { readonly is: 'killed' } | { readonly is: 'failed'; readonly message: string };

/** One process of a run: of an actor, of several as threads, or of a helper. */
export class Member {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #onTold: (message: FromActor) => void;
  readonly #resumers = new Set<NodeJS.Timeout>();
  #complaint = '';
  #isDone = false;
  #failed: string | null = null;
  #readyNow: () => void = () => undefined;
  /** Resolves when it is ready to be let go, never when it ends before. */
  readonly ready = new Promise<void>((resolve) => {
    this.#readyNow = resolve;
  });
  readonly ended: Promise<MemberEnd>;
  #hasEnded = false;

  /**
   * @param main the module of an actor's process
   * @param mayStop whether it may stop itself: such a one does not hear that the runner is gone, so the system has to end it then
   */
  constructor(main: string, first: ToActor, onTold: (message: FromActor) => void, mayStop = false) {
    this.#onTold = onTold;
    // The editor's own program is Node when it is told so; and its debugger is none of the actors' business.
    const { NODE_OPTIONS: _options, VSCODE_INSPECTOR_OPTIONS: _inspector, ...env } = process.env;
    const plainly = { program: process.execPath, args: [main] };
    const { program, args } = mayStop ? endsWithUs(plainly) : plainly;
    this.#child = spawn(program, args, { env: { ...env, ELECTRON_RUN_AS_NODE: '1', NODE_NO_WARNINGS: '1' }, stdio: 'pipe' });
    // What is written to one that has just ended fails; its end is told by 'exit'.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-mostComplaint);
    });
    const read = new Promise<void>((resolve) => onLines(this.#child.stdout, fromActor, (message) => this.#take(message), (line) => this.#complain(line), resolve));
    const exited = new Promise<{ readonly signal: NodeJS.Signals | null; readonly code: number | null }>((resolve) => {
      this.#child.once('error', (error) => {
        this.#complain(error.message);
        resolve({ signal: null, code: -1 });
      });
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.ended = Promise.all([exited, read]).then(([{ signal, code }]) => this.#end(signal, code));
    this.tell(first);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  tell(message: ToActor): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends it at once, stopped or not, and resolves when it has ended. */
  async kill(): Promise<void> {
    if (!this.#hasEnded) this.#child.kill('SIGKILL');
    await this.ended;
  }

  #take(message: FromActor): void {
    switch (message.is) {
      case 'ready': return this.#readyNow();
      case 'pause': return this.#continueLater(message.ms);
      case 'resumed': return this.#clearResumers();
      case 'done':
        this.#isDone = true;
        break;
      case 'failed':
        this.#failed = message.message;
        break;
      case 'count':
      case 'saw':
      case 'version':
    }
    this.#onTold(message);
  }

  /** It says so before it stops: a signal that comes too early is lost, so it is sent until it was heard. */
  #continueLater(ms: number): void {
    this.#resumers.add(setTimeout(() => {
      this.#resumers.add(setInterval(() => this.#child.kill('SIGCONT'), 20));
    }, ms));
  }

  #clearResumers(): void {
    for (const timer of this.#resumers) clearTimeout(timer);
    this.#resumers.clear();
  }

  #complain(line: string): void {
    this.#complaint = `${this.#complaint}${line}\n`.slice(-mostComplaint);
  }

  #end(signal: NodeJS.Signals | null, code: number | null): MemberEnd {
    this.#hasEnded = true;
    this.#clearResumers();
    if (this.#isDone) return { is: 'done' };
    if (this.#failed !== null) return { is: 'failed', message: this.#failed };
    if (signal === 'SIGKILL') return { is: 'killed' };
    return { is: 'failed', message: `A process of the run ended by ${signal ?? `code ${code}`}.${this.#complaint === '' ? '' : ` ${this.#complaint.trim()}`}` };
  }
}

/** Waits until it is ready. @throws RealRunError when it ends before that */
export async function untilReady(member: Member): Promise<void> {
  const end = await Promise.race([member.ready, member.ended]);
  if (end !== undefined) throw new RealRunError(end.is === 'failed' ? end.message : 'A process of the run ended before it was ready.');
}
