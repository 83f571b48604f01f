import { number, oneOf, orNull, record } from '../../../base/json.ts';

/** What an actor asks of the store, a line of JSON each; answered in order. */
export type StoreRequest =
  /** Answered by the value, or by null when a newer token was seen. */
  | { readonly is: 'read'; readonly token: number | null }
  /** Answered by whether it was written. */
  | { readonly is: 'write'; readonly value: number; readonly token: number | null }
  /** Answered by a number higher than any before. */
  | { readonly is: 'token' };

export type StoreAnswer = number | boolean | null;

/** @throws SyntaxError */
export function storeRequest(value: unknown): StoreRequest {
  const fields = record(value);
  const is = oneOf(['read', 'write', 'token'], fields['is']);
  switch (is) {
    case 'token': return { is };
    case 'read': return { is, token: orNull(fields['token'], number) };
    case 'write': return { is, value: number(fields['value']), token: orNull(fields['token'], number) };
  }
}

/** @throws SyntaxError */
export function storeAnswer(value: unknown): StoreAnswer {
  return value === null || typeof value === 'boolean' ? value : number(value);
}
