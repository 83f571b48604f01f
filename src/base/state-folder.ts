import path from 'node:path';

/** What the place of the state folder depends on; `process` and `os` give it to the composition root. */
export interface UserPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, absolute. */
  readonly home: string;
}

/**
 * The folder in which this user's journal and quarantine are kept; it need not exist yet.
 * LOCKSCOPE_STATE_DIR overrides the platform's own place (a relative one is taken from the
 * working folder). XDG_STATE_HOME counts only when absolute, as its specification says.
 */
export function stateFolder({ platform, env, home }: UserPlace): string {
  const override = env['LOCKSCOPE_STATE_DIR'];
  if (override) return path.resolve(override);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Lockscope');
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'lockscope');
  const xdg = env['XDG_STATE_HOME'];
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'state'), 'lockscope');
}
