/**
 * A sentence for the user that has not been put into words yet: an English template with
 * `{name}` slots and their values. The core makes these; the editor translates the template
 * (`vscode.l10n.t`), the terminal fills it in as it is.
 */
export interface Text {
  readonly template: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Puts a template and its values together. The slots are `{name}`. */
export function text(template: string, args: Text['args'] = {}): Text {
  return { template, args };
}

/** The sentence in English. A slot without a value stays as it is, so that a slip is seen. */
export function plain({ template, args }: Text): string {
  return template.replace(/\{(\w+)\}/g, (slot, name: string) => String(args[name] ?? slot));
}
