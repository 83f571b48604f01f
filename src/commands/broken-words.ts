import { text, type Text } from '../base/text.ts';
import type { BreakOutcome } from '../breaking/outcome.ts';
import { withoutExchange } from '../breaking/sentences.ts';

/** A lock that was broken, and how that went. */
export type Broken = Extract<BreakOutcome, { readonly is: 'broken' }>;

/** What there is to say of a lock that was broken. @param name of what it protected, as the workspace shows it */
export function describeBroken(broken: Broken, name: string): readonly Text[] {
  return [text('Broke the lock on {name}. It is kept in quarantine.', { name }), ...remarksOn(broken)];
}

/** What is so of a break beyond that it was done: what the tool says of what was protected, how it was taken, what went wrong. */
export function remarksOn({ method, health, warnings }: Broken): readonly Text[] {
  return [...(health.is === 'not-checkable' ? [] : [health.says]), ...(method === 'move' ? [withoutExchange] : []), ...warnings];
}

/** Whether the user has to look after something. */
export function needsCare({ health, warnings }: Broken): boolean {
  return health.is === 'damaged' || warnings.length > 0;
}
