import { readVariantId } from '../../protocol/race-finding.ts';
import type { VariantId } from '../../race/lab.ts';

/** The variant that a command is called with, such as by the tree or a CodeLens; null when it is called with none. */
export function parsedVariant(argument: unknown): VariantId | null {
  try {
    return readVariantId(argument);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
