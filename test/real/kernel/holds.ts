// Prints the kernel's locks on a file as this process sees them: to be run as another user, or in a namespace.
import { lstatSync } from 'node:fs';
import { LinuxMachine } from '../../../src/system/linux/machine.ts';
import { told } from './told.ts';

const [, , file = ''] = process.argv;
const { dev, ino } = lstatSync(file, { bigint: true });
const locks = new LinuxMachine().kernelLocks();
console.log(JSON.stringify({ on: told(locks?.on({ path: file, dev, ino }) ?? []), isByPath: locks?.byPath.has(file) ?? false }));
