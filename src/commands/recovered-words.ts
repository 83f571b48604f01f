import { text, type Text } from '../base/text.ts';
import type { Recovered } from '../breaking/recovery.ts';

/** What became of an act that a crash had cut short, in a sentence. */
export function describeRecovered({ path, is }: Recovered): Text {
  switch (is) {
    case 'broken':
      return text('A break of {path} that was cut short has been completed.', { path });
    case 'returned':
      return text('A break of {path} that was cut short has been reverted.', { path });
    case 'kept-apart':
      return text('Warning: a break of {path} was cut short, and what it had taken could not go back, since its place is taken. It is kept in quarantine.', { path });
    case 'undone':
      return text('An undo of {path} that was cut short has been completed; the lock is back.', { path });
    case 'none':
      return text('An act on {path} was cut short before it had done anything.', { path });
  }
}
