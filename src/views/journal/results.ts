import { text } from '../../base/text.ts';
import type { BreakResult } from '../../breaking/break-all.ts';
import { describeBreak, withoutExchange } from '../../breaking/sentences.ts';
import type { Say } from '../explain/page-input.ts';
import { escapeMarkdown, inlineCode } from '../safe-text.ts';

/** What came of each of several locks, as a Markdown document. */
export function resultsPage(results: readonly BreakResult[], say: Say): string {
  return [`# ${escapeMarkdown(say(text('What came of each lock')))}`, ...results.map((result) => `## ${inlineCode(result.lock.path)}\n\n${sentencesOf(result, say).map(escapeMarkdown).join(' ')}`), ''].join('\n\n');
}

function sentencesOf(result: BreakResult, say: Say): readonly string[] {
  if (result.is === 'failed') return [say(result.error.text)];
  const { outcome } = result;
  if (outcome.is !== 'broken') return [say(describeBreak(outcome))];
  const { health, method, warnings } = outcome;
  return [describeBreak(outcome), ...(health.is === 'not-checkable' ? [] : [health.says]), ...(method === 'move' ? [withoutExchange] : []), ...warnings].map(say);
}
