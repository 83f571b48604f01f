import { stronglyConnected } from './components.ts';
import type { ProcessNode, WaitEdge, WaitGraph } from './graph.ts';
import type { Actor } from './model.ts';

/** One process of a ring, and what keeps it in there. */
export interface Member {
  /** Its node in the graph. */
  readonly id: string;
  readonly actor: Actor;
  /** The child that waits, where it waits for that child to end; null where it waits itself. */
  readonly through: Actor | null;
  /** Path of the lock that it waits for. */
  readonly waitsFor: string;
  /** ms since the epoch */
  readonly since: number;
  /** Id of its wait's span. */
  readonly span: number;
  /** Those of the ring who hold it. */
  readonly heldBy: readonly Actor[];
}

/** Processes that wait for each other and cannot go on by themselves. */
export interface Deadlock {
  /** The same for the same processes and locks, so that it is told once. */
  readonly id: string;
  /** Each after the one that waits for it, as far as it is one ring: the first of them waits for the second. */
  readonly members: readonly Member[];
  /** Nodes of the graph that it is made of: processes and locks. */
  readonly nodes: readonly string[];
  /** Others, who cannot go on before it is resolved. */
  readonly alsoStuck: readonly Actor[];
  /** When the last of its waits began, ms since the epoch. */
  readonly since: number;
  /** Whether the kernel told who waits for whom. Where a process waits by itself, another part of it may let go all the same. */
  readonly isTold: boolean;
}

/**
 * The deadlocks among those that wait: a long wait alone is none. First who can go on is taken out, until
 * nobody more can (graph reduction: R. C. Holt, "Some deadlock properties of computer systems", Computing Surveys 4,
 * 1972): a process that waits for nothing, or one of whose waits (several are those of several threads) is
 * for such processes only, or for nobody that is known. What remains is stuck, and each strongly connected
 * component of it with a cycle is one deadlock.
 */
export function deadlocksIn(graph: WaitGraph): readonly Deadlock[] {
  const situation = situationOf(graph);
  const stuck = stuckIn(situation);
  const next = (id: string): readonly string[] => (situation.waits.get(id) ?? []).flatMap(({ blockedBy }) => blockedBy.filter((blocker) => stuck.has(blocker)));
  const components = stronglyConnected(stuck, next);
  const rings = components.filter(([first = '', ...others]) => others.length > 0 || next(first).includes(first));
  return rings.map((ring) => deadlockOf(ring, situation, stuck, next));
}

interface Situation {
  readonly processes: ReadonlyMap<string, ProcessNode>;
  /** Path by the node's id. */
  readonly locks: ReadonlyMap<string, string>;
  /** By process. */
  readonly waits: ReadonlyMap<string, readonly WaitEdge[]>;
}

function situationOf({ nodes, edges }: WaitGraph): Situation {
  const processes = new Map(nodes.flatMap((node) => (node.is === 'process' ? [[node.id, node]] : [])));
  const locks = new Map(nodes.flatMap((node) => (node.is === 'lock' ? [[node.id, node.path]] : [])));
  const waits = new Map<string, WaitEdge[]>();
  for (const edge of edges) {
    if (edge.is !== 'waits-for') continue;
    const known = waits.get(edge.from);
    if (known === undefined) waits.set(edge.from, [edge]);
    else known.push(edge);
  }
  return { processes, locks, waits };
}

function stuckIn({ processes, waits }: Situation): ReadonlySet<string> {
  const stuck = new Set(waits.keys());
  // Nobody can say of a process without a number that it is not another one.
  for (const [id, { actor }] of processes) if (actor.pid === null) stuck.delete(id);
  const goesOn = (id: string): boolean => (waits.get(id) ?? []).some(({ blockedBy }) => blockedBy.every((blocker) => !stuck.has(blocker)));
  for (let before = -1; before !== stuck.size;) {
    before = stuck.size;
    for (const id of stuck) if (goesOn(id)) stuck.delete(id);
  }
  return stuck;
}

function deadlockOf(component: readonly string[], situation: Situation, stuck: ReadonlySet<string>, next: (id: string) => readonly string[]): Deadlock {
  const inside = new Set(component);
  const order = ringFrom(component.toSorted()[0] ?? '', inside, next);
  const members = order.flatMap((id, at) => memberOf(id, order[(at + 1) % order.length] ?? id, inside, situation));
  const locks = new Set(component.flatMap((id) => waitsWithin(id, inside, situation).map(({ to }) => to)));
  const nodes = [...component.toSorted(), ...[...locks].toSorted()];
  return {
    id: nodes.join('\0'),
    members,
    nodes,
    alsoStuck: [...reaching(inside, stuck, next)].flatMap((id) => situation.processes.get(id)?.actor ?? []),
    since: Math.max(...component.flatMap((id) => waitsWithin(id, inside, situation).map(({ since }) => since))),
    isTold: component.every((id) => waitsWithin(id, inside, situation).every(({ isTold }) => isTold)),
  };
}

function memberOf(id: string, following: string, inside: ReadonlySet<string>, { processes, locks, waits }: Situation): readonly Member[] {
  const within = waitsWithin(id, inside, { waits });
  const wait = within.find(({ blockedBy }) => blockedBy.includes(following)) ?? within[0];
  const process = processes.get(id);
  const lock = locks.get(wait?.to ?? '');
  if (wait === undefined || process === undefined || lock === undefined) return [];
  const heldBy = wait.blockedBy.filter((blocker) => inside.has(blocker)).flatMap((blocker) => processes.get(blocker)?.actor ?? []);
  const through = processes.get(wait.through ?? '')?.actor ?? null;
  return [{ id, actor: process.actor, through, waitsFor: lock, since: wait.since, span: wait.span, heldBy }];
}

function waitsWithin(id: string, inside: ReadonlySet<string>, { waits }: Pick<Situation, 'waits'>): readonly WaitEdge[] {
  return (waits.get(id) ?? []).filter(({ blockedBy }) => blockedBy.some((blocker) => inside.has(blocker)));
}

/** All of the component: along its edges from that one on, as far as they lead to new ones, then those that are left. */
function ringFrom(start: string, inside: ReadonlySet<string>, next: (id: string) => readonly string[]): readonly string[] {
  const order = new Set<string>();
  const pending = [start];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (order.has(id)) continue;
    order.add(id);
    pending.push(...next(id).filter((each) => inside.has(each) && !order.has(each)).toSorted().toReversed());
  }
  return [...order];
}

/** Those outside from whom a way leads in. */
function reaching(inside: ReadonlySet<string>, stuck: ReadonlySet<string>, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const leadsIn = (id: string): boolean => next(id).some((each) => inside.has(each) || found.has(each));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const id of stuck) if (!inside.has(id) && leadsIn(id)) found.add(id);
  }
  return found;
}
