import type { Actor, Mode } from './model.ts';

/** Processes and locks, who waits for what, and who holds what. */
export interface WaitGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export type GraphNode = ProcessNode | LockNode;

export interface ProcessNode {
  readonly is: 'process';
  /** Unique among all nodes, and the same for the same process from one graph to the next. */
  readonly id: string;
  /** Of unknown pid: each hold and each wait is a process of its own, since nothing tells that two are one. */
  readonly actor: Actor;
}

export interface LockNode {
  readonly is: 'lock';
  readonly id: string;
  /** Its path. */
  readonly path: string;
}

export type GraphEdge = WaitEdge | HoldEdge;

/** From a process to a lock. */
export interface WaitEdge {
  readonly is: 'waits-for';
  readonly from: string;
  readonly to: string;
  readonly mode: Mode;
  /** ms since the epoch */
  readonly since: number;
  /** Id of the span. */
  readonly span: number;
  /**
   * Nodes of the processes that all have to let go before it gets the lock; itself among them where it
   * keeps itself waiting. Empty where that is not known.
   */
  readonly blockedBy: readonly string[];
  /** Whether these were told with the wait, not only seen to hold the lock. */
  readonly isTold: boolean;
  /** Node of the child that waits, where the process waits for that child; null where it waits itself. */
  readonly through: string | null;
}

/** From a lock to a process. */
export interface HoldEdge {
  readonly is: 'held-by';
  readonly from: string;
  readonly to: string;
  readonly mode: Mode;
  /** ms since the epoch */
  readonly since: number;
  /** Id of the span. */
  readonly span: number;
}
