import { limits, type FaultKind } from '../../../src/race/real/request.ts';

/** A field that holds one number. */
export interface NumberField {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** Whether it may be empty, which is null. */
  readonly mayBeEmpty: boolean;
}

const percent: NumberField = { least: 0, most: 100, isWhole: false, mayBeEmpty: true };
const someMs: NumberField = { least: 0, most: 3_600_000, isWhole: false, mayBeEmpty: true };

/** The fields that hold one number; that of the actors holds several. */
export const numberFields = {
  seconds: { least: 0.1, most: limits.seconds, isWhole: false, mayBeEmpty: false },
  operations: { least: 1, most: limits.operations, isWhole: true, mayBeEmpty: false },
  kill: percent,
  pause: percent,
  pauseMs: { ...someMs, least: 1, mayBeEmpty: false },
  slowMs: someMs,
  clockOffsetMs: { ...someMs, least: -86_400_000, most: 86_400_000 },
  redisDown: { least: 0, most: 5, isWhole: true, mayBeEmpty: true },
  redisRestartMs: someMs,
  seed: { least: 0, most: 4_294_967_295, isWhole: true, mayBeEmpty: false },
  leaseMs: { ...someMs, least: limits.leastLeaseMs, mayBeEmpty: false },
} as const satisfies Readonly<Record<string, NumberField>>;

export type NumberFieldName = keyof typeof numberFields;
export type FieldName = NumberFieldName | 'actors';

function isNumberField(name: string): name is NumberFieldName {
  return Object.hasOwn(numberFields, name);
}

export const numberFieldNames: readonly NumberFieldName[] = Object.keys(numberFields).filter(isNumberField);
export const fieldNames: readonly FieldName[] = ['actors', ...numberFieldNames];

/** The fields of each kind of fault. */
export const faultFields: Readonly<Record<FaultKind, readonly NumberFieldName[]>> = {
  kill: ['kill'],
  pause: ['pause', 'pauseMs'],
  slowMs: ['slowMs'],
  clockOffsetMs: ['clockOffsetMs'],
  redisDown: ['redisDown'],
  redisRestartMs: ['redisRestartMs'],
};

/** "1, 2, 4" as numbers, each once and in order; null when it is no such list. */
export function actorsIn(text: string): readonly number[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const counts = [...new Set(words.map(Number))].toSorted((one, other) => one - other);
  const areRight = counts.length > 0 && counts.every((count) => Number.isInteger(count) && count >= 1 && count <= limits.actors);
  return areRight ? counts : null;
}

/** null where nothing is typed and nothing need be; undefined when it is no number within its limits. */
export function numberIn(text: string, { least, most, isWhole, mayBeEmpty }: NumberField): number | null | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return mayBeEmpty ? null : undefined;
  const value = Number(typed);
  return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : undefined;
}
