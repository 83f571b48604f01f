import { LinuxMachine } from './linux/machine.ts';
import type { Machine } from './machine.ts';
import { PosixMachine } from './posix/machine.ts';
import { WindowsMachine } from './win32/machine.ts';

/** The machine that this runs on. */
export function createMachine(): Machine {
  switch (process.platform) {
    case 'linux':
    case 'android':
      return new LinuxMachine();
    case 'win32':
      return new WindowsMachine();
    default:
      return new PosixMachine();
  }
}
