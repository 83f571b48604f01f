/** What the actor is told besides its lock; as JSON. */
export interface Orders {
  readonly exchange: boolean;
  readonly companions: readonly string[];
  readonly endsByRename: boolean;
  /** Another process acts right before a step; "$1" is the lock. */
  readonly meanwhile: { readonly before: string; readonly script: string } | null;
}
