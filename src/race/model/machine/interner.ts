import { ScenarioError } from '../scenario-error.ts';
import { canonical, keyOf, type Value } from '../value.ts';

/** Numbers for values, counted from 0: equal values have the same. */
export class Interner<T extends Value = Value> {
  private readonly numbers = new Map<string, number>();
  private readonly values: T[] = [];

  /** @throws ScenarioError when it is no plain data */
  numberOf(value: T): number {
    if (value === undefined) throw new ScenarioError('undefined cannot be a state. Use null.');
    const key = keyOf(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.values.length);
    return this.values.push(canonical(value)) - 1;
  }

  /** @throws RangeError for a number that was never handed out */
  valueOf(number: number): T {
    const value = this.values[number];
    if (value === undefined) throw new RangeError(`no value has the number ${number}`);
    return value;
  }

  get size(): number {
    return this.values.length;
  }
}
