import type { Machine, RunningProcess } from '../../../src/system/machine.ts';

/**
 * Stands in for a machine that cannot be had in a test: where paths are shared with other machines, or no
 * JavaScript runs. Nobody runs on it, everything is to be seen and private, and it was started at 0.
 */
export function fakeMachine(told: Partial<Machine> = {}): Machine {
  return {
    hostname: 'mill',
    probe: () => ({ is: 'dead' }),
    lives: () => false,
    running: () => [],
    glimpse: () => [],
    looksInto: () => true,
    environment: () => null,
    openers: () => new Map(),
    sharing: () => () => 'private',
    kernelLocks: () => null,
    lineage: () => ({ parents: [], container: null }),
    end: () => ({ is: 'gone' }),
    bootId: () => 'b'.repeat(32),
    namesakes: () => new Set(),
    bootedAfter: () => 0,
    startedAfter: () => 'no',
    ...told,
  };
}

/** A process that runs on it. */
export function running(pid: number, command: string, more: Partial<RunningProcess> = {}): RunningProcess {
  const argv = command.split(' ');
  return { pid, parentPid: 1, program: argv[0] ?? '', argv, command, user: 'ada', cwd: '/', startedAt: 1, startMark: String(pid), stopped: false, ...more };
}
