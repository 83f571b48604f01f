import type { Lock } from '../locks/lock.ts';
import type { CommandContext } from './context.ts';
import { pathIn } from './path-in.ts';
import { pickLock } from './pick-lock.ts';
import { tellNoLock } from './tell-break.ts';

/** The argument with which the view's keybinding calls a command. */
const selectionArgument = 'selection';

/**
 * The lock that a command is meant for. That no lock stands at the path that was named is told.
 * @param argument what the command was called with: a node of the view, the path of a lock (text
 *   or URI), 'selection', or nothing, upon which the user chooses
 * @param isMeant which locks the user is asked about
 * @returns null when there is none or the user chose none
 */
export async function targetOf(argument: unknown, context: CommandContext, placeholder: string, isMeant: (lock: Lock) => boolean = () => true): Promise<Lock | null> {
  if (argument === selectionArgument) return lockAt(pathIn(context.view.selection[0]), context);
  const place = pathIn(argument);
  return place === null ? pickLock(context.inventory, placeholder, isMeant) : lockAt(place, context);
}

async function lockAt(place: string | null, context: CommandContext): Promise<Lock | null> {
  if (place === null) return null;
  const { inventory } = context;
  const lock = inventory.locks.find(({ path }) => path === place) ?? (await inventory.inspect(place));
  if (lock === null) tellNoLock(place, context);
  return lock;
}
