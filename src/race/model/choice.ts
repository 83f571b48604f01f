/**
 * What pages of the editor know of an exploration, too: it stands by itself, since what they are built from must
 * not reach the machine, which needs Node.
 */

/** One move of a schedule, and which of its outcomes it had. */
export interface Choice {
  /** Its number among the machine's moves. */
  readonly move: number;
  readonly way: number;
}

/** How far an exploration has come. */
export interface Progress {
  /** Runs from the start to an end. */
  readonly executions: number;
  /** Different states. */
  readonly states: number;
  /** Steps that were tried. */
  readonly transitions: number;
}
