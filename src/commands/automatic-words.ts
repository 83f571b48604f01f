import { text, type Text } from '../base/text.ts';
import { nameInWorkspace, type Folder } from '../views/wording.ts';
import { remarksOn } from '../breaking/sentences.ts';
import { needsCare, type Broken } from './broken-words.ts';

/** More names than this are counted. */
const mostNames = 3;

/** That some locks were broken without being asked for, and what there is to know of it. */
export function describeAutomatic(broken: readonly Broken[], folders: readonly Folder[]): readonly Text[] {
  const names = broken.map(({ lock }) => nameInWorkspace(lock.resource, folders));
  const [only] = broken;
  if (broken.length === 1 && only !== undefined) return [text('Broke a stale lock on {name} automatically. It is kept in quarantine.', { name: names[0] ?? '' }), ...remarksOn(only)];
  const shown = names.slice(0, mostNames).join(', ');
  const rest = names.length - mostNames;
  const done =
    rest > 0
      ? text('Broke {count} stale locks automatically: those on {names} and {rest} more. They are kept in quarantine.', { count: names.length, names: shown, rest })
      : text('Broke {count} stale locks automatically: those on {names}. They are kept in quarantine.', { count: names.length, names: shown });
  const care = broken.filter(needsCare).length;
  return care === 0 ? [done] : [done, care === 1 ? text('Of 1 there is more to know: see the details.') : text('Of {care} there is more to know: see the details.', { care })];
}
