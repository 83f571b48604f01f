import * as vscode from 'vscode';
import { systemClock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import { breakAll, breakable, undoIdsOf, type BreakResult } from '../breaking/break-all.ts';
import type { BreakServices } from '../breaking/services.ts';
import { settingIds, settingsSection } from '../contributions.ts';
import type { Lock } from '../locks/lock.ts';
import { localize } from '../views/localize.ts';
import { Gatherer } from '../views/notifications/gatherer.ts';
import { tell, tellFailure, type Action } from '../views/tell.ts';
import { inWorkspace } from '../views/wording.ts';
import { openFolders } from '../views/workspace.ts';
import { describeAutomatic } from './automatic-words.ts';
import { undoAllOf } from './break-all.ts';
import { needsCare } from './broken-words.ts';
import type { CommandContext } from './context.ts';
import { wasPutBack } from './put-back.ts';
import { tellBreak } from './tell-break.ts';
import { undoBreakOf } from './undo.ts';

/** What goes stale within a moment is broken together and told in one sentence, and sentences are at least this far apart, ms. */
const pace = { gatherMs: 500, restMs: 2000 };

/** Breaks by itself what is proven stale, where the user wants that, in the window whose turn it is. It never asks. */
export class AutomaticBreaking implements vscode.Disposable {
  readonly #context: CommandContext;
  readonly #services: BreakServices;
  readonly #owned = new DisposableStore();
  readonly #gatherer: Gatherer<Lock>;
  /** Those that had their try: what kept one from being broken is told once. */
  readonly #tried = new Set<string>();
  /** Those of another window's turn, for when this one gets the focus. */
  #kept: readonly Lock[] = [];

  constructor(context: CommandContext) {
    this.#context = context;
    this.#services = leavingPutBack(context.services);
    this.#gatherer = this.#owned.add(new Gatherer((locks: readonly Lock[]) => void this.#breakDue(locks).catch(tellFailure), pace, () => systemClock.now()));
    this.#owned.add(context.workspaceLocks.onDidChange((changes) => this.#consider(changes.filter(({ type }) => type !== 'released').map(({ lock }) => lock))));
    this.#owned.add(vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.${settingIds.breakStaleAutomatically}`)) this.#consider(context.workspaceLocks.locks);
    }));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#consider(context.workspaceLocks.locks)));
    this.#owned.add(vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) this.#consider(this.#kept);
    }));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #consider(locks: readonly Lock[]): void {
    if (isOn()) this.#gatherer.add(breakable(locks));
  }

  async #breakDue(gathered: readonly Lock[]): Promise<void> {
    const { workspaceLocks, turn, undo } = this.#context;
    if (!isOn()) return;
    const meant = new Set([...this.#kept, ...gathered].map(keyOf));
    // As they are now: some may have been released or taken anew since.
    const stale = breakable(workspaceLocks.locks).filter((lock) => meant.has(keyOf(lock)) && !this.#tried.has(keyOf(lock)));
    const isDue = (lock: Lock): boolean => vscode.window.state.focused || turn.isOurs(lock);
    this.#kept = stale.filter((lock) => !isDue(lock));
    const due = stale.filter(isDue);
    if (due.length === 0) return;
    for (const lock of due) this.#tried.add(keyOf(lock));
    const { entries } = this.#services.journal.entries();
    const locks = due.filter((lock) => !wasPutBack(lock, entries));
    // That they went stale is told with it.
    await turn.claim('stale', locks);
    const results = await breakAll(locks, this.#services, { next: () => undefined, isCancelled: () => !isOn() });
    undo.update();
    tellResults(results, this.#context);
  }
}

/** Only the user's own word counts: a workspace may not bring it along. */
function isOn(): boolean {
  const setting = vscode.workspace.getConfiguration(settingsSection).inspect<unknown>(settingIds.breakStaleAutomatically);
  return vscode.workspace.isTrusted && setting?.globalValue === true;
}

async function turnOff(): Promise<void> {
  await vscode.workspace.getConfiguration(settingsSection).update(settingIds.breakStaleAutomatically, false, vscode.ConfigurationTarget.Global);
}

/** Names a lock among all that may stand at its path one after the other. */
function keyOf({ path, identity: { dev, ino, mtimeNs, size, contentHash } }: Lock): string {
  return [dev, ino, mtimeNs, size, contentHash, path].join(' ');
}

/**
 * The services, to which a lock that was put back is none. They are asked while nobody else can be at work
 * on it: an undo that has put it back a moment ago is in the journal by then.
 */
function leavingPutBack(services: BreakServices): BreakServices {
  return {
    ...services,
    inspect: async (path) => {
      const lock = await services.inspect(path);
      return lock !== null && wasPutBack(lock, services.journal.entries().entries) ? null : lock;
    },
  };
}

/** Tells what was broken and what went wrong; what was released, changed or refused goes without saying. */
function tellResults(results: readonly BreakResult[], context: CommandContext): void {
  const outcomes = results.flatMap((result) => (result.is === 'ended' ? [result.outcome] : []));
  for (const outcome of outcomes) if (outcome.is === 'collision' || outcome.is === 'stranded') tellBreak(outcome, context);
  tellFailures(results);
  const broken = outcomes.filter((outcome) => outcome.is === 'broken');
  if (broken.length === 0) return;
  const folders = openFolders();
  const hasDetails = broken.length > 1 && broken.some(needsCare);
  const undoIds = undoIdsOf(results);
  const [only = '', ...more] = undoIds;
  const actions: readonly Action[] = [
    more.length === 0 ? { title: vscode.l10n.t('Undo'), run: () => undoBreakOf(only, context) } : { title: vscode.l10n.t('Undo All'), run: () => undoAllOf(undoIds, context) },
    hasDetails ? { title: vscode.l10n.t('Show Details'), run: () => context.pages.showResults(results) } : { title: vscode.l10n.t('Show Journal'), run: () => context.pages.showJournal() },
    { title: vscode.l10n.t('Turn Off'), run: turnOff },
  ];
  const sentences = describeAutomatic(broken, folders).map((sentence) => localize(inWorkspace(sentence, folders)));
  tell(broken.some(needsCare) ? 'warning' : 'info', sentences.join(' '), ...actions);
}

/** What keeps many locks from being broken is most often the same for all. */
function tellFailures(results: readonly BreakResult[]): void {
  const [first, ...others] = results.flatMap((result) => (result.is === 'failed' ? [result.error] : []));
  if (first === undefined) return;
  const more = others.length === 0 ? [] : [others.length === 1 ? vscode.l10n.t('1 more lock could not be broken.') : vscode.l10n.t('{0} more locks could not be broken.', others.length)];
  tell('error', [localize(first.text), ...more].join(' '));
}
