import type { VariantId } from '../../race/lab.ts';

/** Scenarios that somebody wants to be run: all of a file (null: those that come with Lockscope), one, or one variant. */
export interface RaceRequest {
  readonly file: string | null;
  readonly scenario?: string;
  readonly variant?: string;
}

/** Whether a variant is asked for. */
export function isMeant({ file, scenario, variant }: RaceRequest, id: VariantId): boolean {
  return id.file === file && (scenario === undefined || id.scenario === scenario) && (variant === undefined || id.variant === variant);
}

/** What a command was called with, when it is a request or a variant; null for anything else. */
export function requestIn(argument: unknown): RaceRequest | null {
  if (typeof argument !== 'object' || argument === null || !('file' in argument) || 'type' in argument) return null;
  const { file } = argument;
  if (file !== null && typeof file !== 'string') return null;
  const scenario = 'scenario' in argument && typeof argument.scenario === 'string' ? { scenario: argument.scenario } : {};
  const variant = 'variant' in argument && typeof argument.variant === 'string' ? { variant: argument.variant } : {};
  return { file, ...scenario, ...variant };
}
