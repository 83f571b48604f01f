/** The code of a Node system error ("ENOENT"), or undefined when it is another kind of error. */
export function errnoCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The value, or null when the path is not there (ENOENT) or its parent is no folder (ENOTDIR).
 * @throws whatever else went wrong
 */
export function orGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/**
 * The value, or null when the system says no by that code.
 * @throws whatever else went wrong
 */
export function unless<T>(code: string, act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (errnoCode(error) === code) return null;
    throw error;
  }
}
