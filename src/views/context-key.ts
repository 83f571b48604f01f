import * as vscode from 'vscode';

/** A context key of when-clauses, set only when its value changes: setting one goes to another process. */
export class ContextKey<T extends string | boolean> {
  readonly #id: string;
  #value: T | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  get value(): T | undefined {
    return this.#value;
  }

  set value(value: T) {
    if (value === this.#value) return;
    this.#value = value;
    vscode.commands.executeCommand('setContext', this.#id, value).then(undefined, (error: unknown) => console.error(`lockscope: ${this.#id}:`, error));
  }
}
