/**
 * Every id that package.json contributes, in one place; a test holds the two against each other.
 * Code never spells such an id out.
 */

export const commandIds = {
  breakLock: 'lockscope.breakLock',
  undoLastBreak: 'lockscope.undoLastBreak',
  explainLock: 'lockscope.explainLock',
  refresh: 'lockscope.refresh',
  copyLockReport: 'lockscope.copyLockReport',
  copyLockPath: 'lockscope.copyLockPath',
  showLocks: 'lockscope.showLocks',
} as const;

export const viewIds = {
  container: 'lockscope',
  locks: 'lockscope.locks',
} as const;

/** Keys of settings below the section `lockscope`. */
export const settingsSection = 'lockscope';
export const settingIds = {
  showIdle: 'showIdle',
  statusBar: 'statusBar',
} as const;

export const contextKeys = {
  /** Whether a break in this workspace can be undone. */
  canUndo: 'lockscope.canUndo',
  /** What an empty Locks view is to say; one of `phases`. */
  phase: 'lockscope.phase',
} as const;

/** Why the Locks view may be empty. */
export const phases = ['noFolder', 'virtual', 'scanning', 'ready'] as const;
export type Phase = (typeof phases)[number];

/** Values of the setting `lockscope.statusBar`. */
export const statusBarModes = ['whenNotable', 'always', 'never'] as const;
export type StatusBarMode = (typeof statusBarModes)[number];
