/** Of which paths a glob speaks: of those everywhere, or of those from the workspace folder on. */
export interface Scope {
  readonly is: 'anywhere' | 'in-folder';
  readonly pattern: string;
}

/**
 * The setting `lockscope.atomicSave.files`, as it is meant: a glob without a slash speaks of names wherever
 * they are, one that begins with two asterisks or a root of whole paths, and any other from the workspace
 * folder on. What is no text, or empty, counts for nothing.
 */
export function readGlobs(setting: unknown): readonly Scope[] {
  if (!Array.isArray(setting)) return [];
  return setting.filter((glob: unknown): glob is string => typeof glob === 'string' && glob.trim() !== '').map((glob) => scopeOf(glob.trim()));
}

function scopeOf(glob: string): Scope {
  const pattern = glob.replace(/^\.\//, '');
  if (!pattern.includes('/')) return { is: 'anywhere', pattern: `**/${pattern}` };
  return { is: pattern.startsWith('**') || pattern.startsWith('/') || /^[A-Za-z]:/.test(pattern) ? 'anywhere' : 'in-folder', pattern };
}

/** What the editor itself can tell of a file before an extension has heard of it: its name, and the end of that. */
export interface Endings {
  readonly names: readonly string[];
  /** With the dot; what comes after the last one. */
  readonly extensions: readonly string[];
}

/** The names and extensions that globs of the simple forms `NAME` and `*.EXTENSION` speak of. */
export function endingsOf(scopes: readonly Scope[]): Endings {
  const whole = scopes.flatMap(({ is, pattern }) => (is === 'anywhere' && pattern.startsWith('**/') ? [pattern.slice('**/'.length)] : []));
  return {
    names: whole.filter((name) => /^[^*?{}[\]/\\]+$/.test(name)),
    extensions: whole.flatMap((name) => /^\*(\.[^*?{}[\]/\\.]+)$/.exec(name)?.slice(1) ?? []),
  };
}
