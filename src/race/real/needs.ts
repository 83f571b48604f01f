/** What a strategy needs of the machine. */
export const needs = ['kernel-locks', 'sqlite', 'redis', 'five-redis', 'postgresql', 'signals'] as const;
export type Need = (typeof needs)[number];
