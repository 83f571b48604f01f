import { pid, type Sample } from './catalogue-sample.ts';

const usual = { tool: 'PID files', kind: 'pid-file', basis: 'existence', breaking: 'remove' } as const;

/** Pid files as redis, gunicorn and Turborepo write them. */
export const pidFileSamples: readonly Sample[] = [
  { ...usual, at: '/w/redis.pid', content: '22445\n', resource: '/w/redis', claim: pid(22445) },
  { ...usual, at: '/w/tmp/pids/server.pid', content: '22445', resource: '/w/tmp/pids/server', claim: pid(22445) },
];
