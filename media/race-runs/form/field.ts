import { el, setAttributes } from '../../shared/dom.ts';
import type { Store } from '../store.ts';
import type { FieldName } from './fields.ts';

/** A field of the form for one number, or for several. It stays the same element, so that the focus does. */
export function field(store: Store, name: FieldName, attributes: Readonly<Record<string, string>> = {}): HTMLInputElement {
  const isText = name === 'actors';
  const input = el('input', { type: 'text', inputmode: isText ? 'text' : 'decimal', autocomplete: 'off', spellcheck: 'false', 'data-field': name, class: isText ? 'wide' : 'short', ...attributes });
  input.value = store.form.fields[name];
  input.addEventListener('input', () => store.editField(name, input.value));
  return input;
}

/** Puts what the store knows into it, unless that is what stands there. */
export function refill(input: HTMLInputElement, text: string, isWrong: boolean): void {
  if (input.value !== text) input.value = text;
  setAttributes(input, { 'aria-invalid': isWrong ? 'true' : undefined });
}
