/**
 * Every id that package.json contributes, in one place; a test holds the two against each other.
 * Code never spells such an id out.
 */

export const commandIds = {
  breakLock: 'lockscope.breakLock',
  breakAllStale: 'lockscope.breakAllStale',
  undoLastBreak: 'lockscope.undoLastBreak',
  showJournal: 'lockscope.showJournal',
  explainLock: 'lockscope.explainLock',
  refresh: 'lockscope.refresh',
  copyLockReport: 'lockscope.copyLockReport',
  copyLockPath: 'lockscope.copyLockPath',
  showLocks: 'lockscope.showLocks',
  endHolder: 'lockscope.endHolder',
  showHolder: 'lockscope.showHolder',
  runToolCommand: 'lockscope.runToolCommand',
  notifyWhenReleased: 'lockscope.notifyWhenReleased',
  saveAtomically: 'lockscope.saveAtomically',
  saveAllAtomically: 'lockscope.saveAllAtomically',
  filterLocks: 'lockscope.filterLocks',
  clearFilter: 'lockscope.clearFilter',
  groupByState: 'lockscope.groupByState',
  groupByFolder: 'lockscope.groupByFolder',
  groupByHolder: 'lockscope.groupByHolder',
  // The same again with a tick, since a menu's entry cannot have one of the editor's: one of each pair shows.
  groupedByState: 'lockscope.groupedByState',
  groupedByFolder: 'lockscope.groupedByFolder',
  groupedByHolder: 'lockscope.groupedByHolder',
  showIdleLocks: 'lockscope.showIdleLocks',
  hideIdleLocks: 'lockscope.hideIdleLocks',
  showContention: 'lockscope.showContention',
  showContentionAsText: 'lockscope.showContentionAsText',
  exportTrace: 'lockscope.exportTrace',
  openTrace: 'lockscope.openTrace',
  openRaceLab: 'lockscope.openRaceLab',
  runRaceScenario: 'lockscope.runRaceScenario',
  runAllRaceScenarios: 'lockscope.runAllRaceScenarios',
  exploreInterleavings: 'lockscope.exploreInterleavings',
  replayRaceSchedule: 'lockscope.replayRaceSchedule',
  copyRaceSchedule: 'lockscope.copyRaceSchedule',
  newRaceScenario: 'lockscope.newRaceScenario',
  measureRaceStrategies: 'lockscope.measureRaceStrategies',
} as const;

export const viewIds = {
  container: 'lockscope',
  locks: 'lockscope.locks',
  /** The tree of scenarios; the tab of the race lab goes by another. */
  raceScenarios: 'lockscope.raceScenarios',
  /** In the panel; the view in it, and the editor's tab of the same page, go by the other. */
  contentionContainer: 'lockscope-contention',
  contention: 'lockscope.contention',
  /** The tab of an exported trace. */
  trace: 'lockscope.trace',
  /** The tab of the race lab. */
  raceLab: 'lockscope.raceLab',
  /** The tab of the measured runs. */
  raceRuns: 'lockscope.raceRuns',
} as const;

/** Keys of settings below the section `lockscope`. */
export const settingsSection = 'lockscope';
export const settingIds = {
  showIdle: 'showIdle',
  statusBar: 'statusBar',
  notifications: 'notifications',
  decorations: 'decorations',
  breakStaleAutomatically: 'breakStaleAutomatically',
  kinds: 'kinds',
  atomicSaveFiles: 'atomicSave.files',
  atomicSaveLock: 'atomicSave.lock',
  atomicSaveLockTimeout: 'atomicSave.lockTimeout',
  raceLabBuiltInTests: 'raceLab.builtInTests',
  raceLabStepTimeLimit: 'raceLab.stepTimeLimit',
  raceLabMemoryLimit: 'raceLab.memoryLimit',
  raceLabRedisUrls: 'raceLab.redisUrls',
  raceLabPostgresqlUrl: 'raceLab.postgresqlUrl',
} as const;

export const contextKeys = {
  /** Whether a break in this workspace can be undone. */
  canUndo: 'lockscope.canUndo',
  /** Whether any lock is stale. */
  hasStale: 'lockscope.hasStale',
  /** What an empty Locks view is to say; one of `phases`. */
  phase: 'lockscope.phase',
  /** How the Locks view is grouped; one of `groupings`. */
  grouping: 'lockscope.grouping',
  /** Whether the Locks view is filtered. */
  filtered: 'lockscope.filtered',
  /** Whether the save key saves the active editor's file atomically. */
  savesAtomically: 'lockscope.savesAtomically',
  /** Whether the key for Save All has a file to save atomically. */
  savesAllAtomically: 'lockscope.savesAllAtomically',
  /** Whether the keys above and below are known: until Lockscope has started, the command finds out. */
  saveKeysKnown: 'lockscope.saveKeysKnown',
  /** Names of files that the save key saves atomically, wherever they are. */
  atomicNames: 'lockscope.atomicNames',
  /** Extensions of such files, with the dot. */
  atomicExtensions: 'lockscope.atomicExtensions',
} as const;

/** Why the Locks view may be empty. */
export const phases = ['noFolder', 'virtual', 'scanning', 'ready'] as const;
export type Phase = (typeof phases)[number];

/** Values of the setting `lockscope.statusBar`. */
export const statusBarModes = ['whenNotable', 'always', 'never'] as const;
export type StatusBarMode = (typeof statusBarModes)[number];

/** Of what the setting `lockscope.notifications` lets Lockscope notify. */
export const noticeKinds = ['stale', 'blocked', 'released', 'deadlock'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What the locks of a group in the Locks view have in common. */
export const groupings = ['state', 'folder', 'holder'] as const;
export type Grouping = (typeof groupings)[number];

export const submenuIds = { groupBy: 'lockscope.groupBy' } as const;

/** The tools that language models may use. */
export const toolNames = { listLocks: 'lockscope_list_locks', explainLock: 'lockscope_explain_lock', checkRaceScenario: 'lockscope_check_race_scenario' } as const;
