import { text } from '../../base/text.ts';
import type { BreakResult } from '../../breaking/break-all.ts';
import { describeBreak, remarksOn } from '../../breaking/sentences.ts';
import type { Say } from '../explain/page-input.ts';
import { escapeMarkdown, inlineCodeInTable } from '../safe-text.ts';
import { inWorkspace, nameInWorkspace, type Folder } from '../wording.ts';

/** What came of each of several locks, as a Markdown document. @param folders that are open */
export function resultsPage(results: readonly BreakResult[], folders: readonly Folder[], say: Say): string {
  const heading = [text('Lock'), text('What came of it'), text('Undo id')].map((cell) => escapeMarkdown(say(cell)));
  const rows = results.map((result) => [inlineCodeInTable(nameInWorkspace(result.lock.path, folders)), sentencesOf(result, folders, say).map(escapeMarkdown).join(' '), undoIdOf(result)]);
  const table = [heading, ['---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [`# ${escapeMarkdown(say(text('What came of each lock')))}`, table, ''].join('\n\n');
}

function undoIdOf(result: BreakResult): string {
  return result.is === 'ended' && 'undoId' in result.outcome ? inlineCodeInTable(result.outcome.undoId) : '';
}

function sentencesOf(result: BreakResult, folders: readonly Folder[], say: Say): readonly string[] {
  if (result.is === 'failed') return [say(inWorkspace(result.error.text, folders))];
  const { outcome } = result;
  if (outcome.is !== 'broken') return [say(inWorkspace(describeBreak(outcome), folders))];
  return [text('Broken. It is kept in quarantine.'), ...remarksOn(outcome)].map((sentence) => say(inWorkspace(sentence, folders)));
}
