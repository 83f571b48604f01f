// Prints who may use each of the paths given, as this process sees it: to be run in a namespace.
import { LinuxMachine } from '../../../src/system/linux/machine.ts';

const sharing = new LinuxMachine().sharing();
console.log(process.argv.slice(2).map(sharing).join(' '));
