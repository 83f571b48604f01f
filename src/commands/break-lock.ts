import * as vscode from 'vscode';
import { breakLock } from '../breaking/break-lock.ts';
import type { BreakOutcome } from '../breaking/outcome.ts';
import type { Lock } from '../locks/lock.ts';
import { showExplanation } from '../views/explain/index.ts';
import { askAboutDecision, askAboutHeld, askAboutUnproven, askAboutWays, type Answer } from './ask.ts';
import type { CommandContext } from './context.ts';
import { canEndHolder, endHolderOf } from './end-holder.ts';
import { targetOf } from './target.ts';
import { tellBreak } from './tell-break.ts';
import { isTrusted } from './trust.ts';
import { offerWays } from './tool-way.ts';

/**
 * Breaks a lock: a stale one at once, any other only after the user saw its evidence and said so.
 * @param argument see targetOf
 * @returns how it ended; undefined when the user did not go through with it
 */
export async function breakCommand(argument: unknown, context: CommandContext): Promise<BreakOutcome | undefined> {
  if (!isTrusted()) return undefined;
  const lock = await targetOf(argument, context, vscode.l10n.t('Choose the lock to break'));
  if (lock === null) return undefined;
  switch (await consentTo(lock, context)) {
    case 'break':
      return act(lock, false, context);
    case 'force':
      return act(lock, true, context);
    case 'explain':
      await showExplanation(lock);
      return undefined;
    case 'wait':
      context.waits.start(lock);
      return undefined;
    case 'end-holder':
      await endHolderOf(lock, context);
      return undefined;
    case 'tool':
      await offerWays(lock, context);
      return undefined;
    case 'nothing':
      return undefined;
  }
}

/** What the user wants done. What breaking refuses in any case is not asked about: the refusal says why. */
async function consentTo(lock: Lock, context: CommandContext): Promise<Answer | 'break'> {
  const { breaking, ways, verdict } = lock;
  const { state } = verdict;
  if (verdict.evidence.some(({ code }) => code === 'decision')) return askAboutDecision(lock);
  if (state === 'held' && (breaking === 'remove' || breaking === 'end-holder')) return askAboutHeld(lock, canEndHolder(lock, context));
  if (breaking !== 'remove') return ways.length > 0 ? askAboutWays(lock) : 'break';
  return state === 'stale' ? 'break' : askAboutUnproven(lock);
}

/** `lock` is the one that was shown: breaking refuses when another stands there by now, or when it came to life. */
async function act(lock: Lock, force: boolean, context: CommandContext): Promise<BreakOutcome> {
  const outcome = await breakLock({ lock, force }, context.services);
  context.undo.update();
  tellBreak(outcome, context);
  return outcome;
}
