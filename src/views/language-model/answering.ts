import * as vscode from 'vscode';
import type { Answer } from './answers.ts';
import { ToolInputError } from './input.ts';

/** The answer in two parts: words and data. What a model did wrong it is told as an answer, so that it can mend it. */
export async function answering(answer: () => Answer | Promise<Answer>): Promise<vscode.LanguageModelToolResult> {
  try {
    const { words, data } = await answer();
    return resultOf(words, data);
  } catch (error) {
    if (error instanceof ToolInputError) return resultOf(`Not answered: ${error.message}`);
    throw error;
  }
}

function resultOf(...parts: readonly string[]): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult(parts.map((part) => new vscode.LanguageModelTextPart(part)));
}
