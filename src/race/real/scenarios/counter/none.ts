import { guarded } from './guarded.ts';

const release = (): void => undefined;

/** Everybody reads, adds and writes as if alone. */
export const none = guarded({
  name: 'none',
  title: 'No lock',
  summary: 'Each process reads the count, adds one and writes it back.',
  claims: 'broken',
  survives: [],
  needs: [],
  model: { scenario: 'counter-race', variant: 'read-add-write' },
  claim: null,
  guard: () => ({ acquire: () => release }),
});
