/**
 * Which code actions a save runs, from the setting `editor.codeActionsOnSave`: the rules of VS Code's own
 * (contrib/codeEditor/browser/saveParticipants.ts, CodeActionOnSaveParticipant) for a save by key or command.
 */
export interface OnSave {
  /** Kinds to run, in this order. */
  readonly kinds: readonly string[];
  /** Kinds that are not to be run. */
  readonly excluded: readonly string[];
}

const fixAll = 'source.fixAll';

/** Whether a kind is that kind, or one below it: `source.fixAll` has `source.fixAll.eslint` below it. */
function isWithin(kind: string, outer: string): boolean {
  return kind === outer || kind.startsWith(`${outer}.`);
}

/** The setting, which is an object of kinds or, as it used to be, a list. */
export function readOnSave(setting: unknown): OnSave {
  if (Array.isArray(setting)) return { kinds: withoutInner(setting.filter((kind: unknown) => typeof kind === 'string')), excluded: [] };
  if (typeof setting !== 'object' || setting === null) return { kinds: [], excluded: [] };
  const entries: readonly (readonly [string, unknown])[] = Object.entries(setting);
  const named = withoutInner(entries.filter(([, when]) => when !== 'never' && Boolean(when)).map(([kind]) => kind));
  const wanted = named.filter((kind) => entries.some(([key, when]) => key === kind && (when === true || when === 'explicit' || when === 'always')));
  return { kinds: [...wanted.filter((kind) => isWithin(kind, fixAll)), ...wanted.filter((kind) => !isWithin(kind, fixAll))], excluded: entries.filter(([, when]) => when === 'never').map(([kind]) => kind) };
}

/** Whether an action that was found for one of the kinds is not to be run. The narrower of what is wanted and what is excluded counts. */
export function isExcluded(action: string | undefined, wanted: string, excluded: readonly string[]): boolean {
  return action === undefined || excluded.some((kind) => isWithin(action, kind) && !isWithin(wanted, kind));
}

function withoutInner(kinds: readonly string[]): readonly string[] {
  return kinds.filter((kind) => kinds.every((other) => other === kind || !isWithin(kind, other)));
}
