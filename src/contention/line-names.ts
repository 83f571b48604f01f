import type { Machine } from '../system/machine.ts';
import type { Actor } from './model.ts';

/** What a process is called is taken as known for so long, ms: it may become another program. */
const trustedMs = 2000;
const most = 1000;

/** Tells who processes are, looking at each once in a while. One that has ended is known by its number alone. */
export function namesBy(machine: Pick<Machine, 'probe'>): (pid: number) => Actor {
  const known = new Map<number, { readonly actor: Actor; readonly at: number }>();
  return (pid) => {
    const now = performance.now();
    const before = known.get(pid);
    if (before !== undefined && now - before.at < trustedMs) return before.actor;
    const probe = machine.probe(pid);
    if (probe.is !== 'alive') return before?.actor ?? { pid, startMark: null, command: null };
    const { startMark, command } = probe.process;
    const actor: Actor = { pid, startMark, command };
    if (known.size >= most) known.clear();
    known.set(pid, { actor, at: now });
    return actor;
  };
}
