import type { GraphEdge, GraphNode, LockNode, ProcessNode, WaitEdge, WaitGraph } from './graph.ts';
import { isSameActor, type Actor, type Span } from './model.ts';

export { deadlocksIn, type Deadlock, type Member } from './deadlock.ts';
export { describeDeadlock } from './describe-deadlock.ts';
export type { GraphEdge, GraphNode, HoldEdge, LockNode, ProcessNode, WaitEdge, WaitGraph } from './graph.ts';

/**
 * Who waits for what and who holds what, as the spans that last say; ended ones are left out.
 * @param waitingParents the processes that wait for one of that pid to end; those of them that hold a lock wait for what it waits for
 */
export function waitGraphOf(open: readonly Span[], waitingParents: (pid: number) => readonly number[] = () => []): WaitGraph {
  const lasting = open.filter(({ to }) => to === null);
  const processes = new Processes();
  const locks = new Map<string, LockNode>();
  for (const { lock } of lasting) locks.set(lock, { is: 'lock', id: `lock ${lock}`, path: lock });
  const holders = holdersOf(lasting, processes);
  const edges = lasting.map((span) => edgeOf(span, processes.of(span).id, holders.get(span.lock) ?? []));
  const holding = new Map([...holders.values()].flat().flatMap(({ id, span }) => (span.actor.pid === null ? [] : [[span.actor.pid, id]])));
  const above = lasting.flatMap((span, at) => {
    const edge = edges[at];
    if (edge?.is !== 'waits-for' || span.actor.pid === null) return [];
    return waitingParents(span.actor.pid).flatMap((pid) => parentEdge(edge, holding.get(pid)));
  });
  return { nodes: [...processes.all, ...locks.values()] satisfies GraphNode[], edges: onePerPair([...edges, ...above]) };
}

function parentEdge(wait: WaitEdge, parent: string | undefined): readonly WaitEdge[] {
  return parent === undefined || parent === wait.from ? [] : [{ ...wait, from: parent, through: wait.from, isTold: false }];
}

interface Holder {
  readonly id: string;
  readonly span: Span;
}

function holdersOf(open: readonly Span[], processes: Processes): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const span of open.filter(({ is }) => is === 'hold')) {
    const holder = { id: processes.of(span).id, span };
    const known = holders.get(span.lock);
    if (known === undefined) holders.set(span.lock, [holder]);
    else known.push(holder);
  }
  return holders;
}

function edgeOf(span: Span, process: string, holders: readonly Holder[]): GraphEdge {
  const { mode, from: since, id } = span;
  const lock = `lock ${span.lock}`;
  if (span.is === 'hold') return { is: 'held-by', from: lock, to: process, mode, since, span: id };
  const blockers = blockersOf(span, process, holders);
  const isTold = blockers.length > 0 && blockers.every((holder) => wasTold(holder, span));
  return { is: 'waits-for', from: process, to: lock, mode, since, span: id, blockedBy: [...new Set(blockers.map((holder) => holder.id))], isTold, through: null };
}

/**
 * Who all have to let go. One exclusive holder has to, and so have all readers where a writer waits. Where several
 * hold it although one of them does so alone, they hold parts of a file, or a semaphore: there only those who
 * were told with the wait are known to. So it is where a process waits for itself: parts of it may take turns.
 */
function blockersOf(wait: Span, process: string, holders: readonly Holder[]): readonly Holder[] {
  const others = holders.filter(({ id }) => id !== process);
  if (others.length === 0) return holders.filter((holder) => wasTold(holder, wait));
  const hasParts = new Set(holders.map(({ id }) => id)).size > 1 && holders.some(({ span }) => span.mode === 'exclusive');
  // A reader that wants to write waits for the other readers.
  return others.filter((holder) => (hasParts ? wasTold(holder, wait) : holder.span.mode === 'exclusive' || wait.mode === 'exclusive'));
}

function wasTold({ span }: Holder, wait: Span): boolean {
  return wait.blockers.some((blocker) => isSameActor(blocker, span.actor));
}

/** A process may hold one lock through several descriptors: the edge is that since when it does, with the stronger mode. */
function onePerPair(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const pairs = new Map<string, GraphEdge>();
  for (const edge of edges) {
    // Each wait is that of a thread of its own, which has to get on by itself.
    const key = edge.is === 'waits-for' ? `wait ${edge.span} ${edge.from}` : `${edge.from}\0${edge.to}`;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, edge);
    else if (known.mode === 'shared' && edge.mode === 'exclusive') pairs.set(key, { ...known, mode: 'exclusive' });
  }
  return [...pairs.values()];
}

/** Which spans are of one process: those of the same pid whose start marks do not contradict. */
class Processes {
  readonly all: ProcessNode[] = [];
  readonly #bySpan = new Map<number, ProcessNode>();
  readonly #byPid = new Map<number, ProcessNode[]>();

  of({ id, actor }: Span): ProcessNode {
    const node = this.#bySpan.get(id) ?? this.#find(actor) ?? this.#add(actor, id);
    this.#bySpan.set(id, node);
    return node;
  }

  #find(actor: Actor): ProcessNode | undefined {
    return actor.pid === null ? undefined : this.#byPid.get(actor.pid)?.find((node) => isSameActor(node.actor, actor));
  }

  #add(actor: Actor, span: number): ProcessNode {
    const node: ProcessNode = { is: 'process', id: actor.pid === null ? `process of span ${span}` : `process ${actor.pid}${actor.startMark === null ? '' : ` ${actor.startMark}`}`, actor };
    this.all.push(node);
    if (actor.pid !== null) this.#byPid.set(actor.pid, [...(this.#byPid.get(actor.pid) ?? []), node]);
    return node;
  }
}
