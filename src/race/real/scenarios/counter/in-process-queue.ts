import { guarded, type Guard } from './guarded.ts';

/** One after the other, in the order of coming: of those who share this object, and nobody else. */
function queue(): Guard {
  let last: Promise<void> = Promise.resolve();
  return {
    acquire: async ({ signal }) => {
      const before = last;
      let leave = (): void => undefined;
      last = new Promise((resolve) => {
        leave = resolve;
      });
      await before;
      if (signal.aborted) leave();
      signal.throwIfAborted();
      return leave;
    },
  };
}

/** The seed's access queue, of which each process has one of its own. */
export const inProcessQueue = guarded({
  name: 'in-process-queue',
  title: 'Access queue in each process',
  summary: 'A queue in the memory of each process; no process sees that of another.',
  claims: 'broken',
  survives: [],
  needs: [],
  model: { scenario: 'access-queue', variant: 'a-queue-in-each-process' },
  claim: null,
  guard: queue,
});
