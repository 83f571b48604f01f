import { keyOf, type Value } from './value.ts';

/** An operation as it is written: "read()", "write(11)". */
export function callText(name: string, args: readonly Value[]): string {
  return `${name}(${args.map((arg) => keyOf(arg)).join(', ')})`;
}
