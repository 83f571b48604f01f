import { text, type Text } from '../../base/text.ts';
import type { JournalEvent } from '../../breaking/journal-entry.ts';

/** What was done, in a word or two. */
export function titleOfEvent(event: JournalEvent): Text {
  switch (event.is) {
    case 'broken':
      return event.recovered ? text('Broken, completed after an interruption') : text('Broken');
    case 'kept-apart':
      return text('Collision');
    case 'returned':
      return event.why === 'committed' ? text('Finished by its holder') : text('Given back');
    case 'refused':
      return text('Refused');
    case 'undone':
      return event.recovered ? text('Undone, completed after an interruption') : text('Undone');
    case 'emptied':
      return text('Removed from quarantine');
  }
}

/** What that means, in a sentence. */
export function meaningOfEvent(event: JournalEvent): Text {
  switch (event.is) {
    case 'broken':
      return event.method === 'exchange'
        ? text('It was exchanged with a placeholder, checked, and is kept in quarantine.')
        : text('It could not be exchanged, so it was moved, checked, and is kept in quarantine.');
    case 'kept-apart':
      return event.why === 'occupied'
        ? text('Another lock than the judged one was taken and its place was acquired meanwhile, so there may have been two holders. It is kept in quarantine.')
        : text('Another lock than the judged one was taken and could not go back ({code}). It is kept in quarantine.', { code: event.why });
    case 'returned':
      return returned[event.why];
    case 'refused':
      return whyRefused[event.why];
    case 'undone':
      return event.left.length === 0 ? text('It is back where it stood.') : text('It is back where it stood, without {left}, whose place was taken.', { left: event.left.join(', ') });
    case 'emptied':
      return text('It had been kept for long enough, or took too much space, and cannot be put back any more.');
  }
}

const returned: Readonly<Record<Extract<JournalEvent, { is: 'returned' }>['why'], Text>> = {
  committed: text('Its holder lived after all and finished its work with it.'),
  changed: text('Another lock stood there by then. It was away for a moment and is back; its holder may have failed to release it meanwhile.'),
  perhaps: text('A crash came in between, and another lock or none stands there now. If another, it may have been away for a moment.'),
};

const whyRefused: Readonly<Record<Extract<JournalEvent, { is: 'refused' }>['why'], Text>> = {
  never: text('It is never broken by path.'),
  'not-stale': text('It was not proven stale.'),
  changed: text('It was not the lock that was judged any more.'),
  outside: text('It lies outside of the open folders.'),
};
