import { text, type Text } from '../base/text.ts';
import type { BreakOutcome } from '../breaking/outcome.ts';
import { remarksOn } from '../breaking/sentences.ts';

/** A lock that was broken, and how that went. */
export type Broken = Extract<BreakOutcome, { readonly is: 'broken' }>;

/** What there is to say of a lock that was broken. @param name of what it protected, as the workspace shows it */
export function describeBroken(broken: Broken, name: string): readonly Text[] {
  return [text('Broke the lock on {name}. It is kept in quarantine.', { name }), ...remarksOn(broken)];
}

/** Whether the user has to look after something. */
export function needsCare({ health, warnings }: Broken): boolean {
  return health.is === 'damaged' || warnings.length > 0;
}
