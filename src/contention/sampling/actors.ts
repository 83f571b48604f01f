import { readStat } from '../../system/linux/proc.ts';
import { argvOf, isOver } from '../../system/linux/programs.ts';
import { commandLine } from '../../system/processes.ts';
import { unknownActor, type Actor } from '../model.ts';

interface Known {
  readonly actor: Actor;
  readonly at: number;
}

/** What a process is called is taken as known for so long, ms: it may become another program by exec. */
const trustedMs = 500;
/** A process that is gone is still named for so long by what is known of it, ms; its number is not given anew so soon. */
const rememberedMs = 5000;
const most = 2000;

/** Names processes, each once in a while. */
export class Actors {
  readonly #known = new Map<number, Known>();

  /**
   * @param pid not above 0: one that cannot be told from here
   * @param now ms of performance.now()
   */
  name(pid: number, now: number): Actor {
    if (pid <= 0) return unknownActor;
    const known = this.#known.get(pid);
    if (known !== undefined && now - known.at < trustedMs) return known.actor;
    const actor = describe(pid, known?.actor);
    if (actor === null) return known !== undefined && now - known.at < rememberedMs ? known.actor : { pid, startMark: null, command: null };
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(pid, { actor, at: now });
    return actor;
  }
}

/** The same object where nothing has changed; null where it is gone. */
function describe(pid: number, before: Actor | undefined): Actor | null {
  const stat = readStat(pid);
  if (stat === null || isOver(stat)) return null;
  const argv = argvOf(pid);
  const command = argv.length > 0 ? commandLine(argv) : stat.comm;
  const startMark = String(stat.startTicks);
  return before?.startMark === startMark && before.command === command ? before : { pid, startMark, command };
}
