import type { Actor } from '../../src/contention/model.ts';
import { isWait } from '../../src/protocol/span-columns.ts';
import type { Model } from './model.ts';
import { nameActor, shortPath } from './names.ts';
import type { Row } from './rows.ts';
import { say } from './say.ts';

/** What goes on in a row now, or what it is: "git commit (4312)", "git commit, 2 waiting". */
export function describeRow(row: Row, model: Model): string {
  const { store } = model;
  const open = openIn(row, model);
  const waiting = open.filter((slot) => isWait(store.flagsOf(slot))).length;
  const holder = open.find((slot) => !isWait(store.flagsOf(slot)));
  const parts = [
    holder === undefined ? null : model.state.by === 'lock' ? holderName(store.actorAt(store.actorOf(holder)), waiting > 0) : shortPath(store.locks[store.lockOf(holder)]?.resource ?? ''),
    waiting === 0 ? null : say('waiting', { count: waiting }),
  ].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(', ');
  return model.state.by === 'lock' ? (row.title.split('\n')[1] ?? '') : '';
}

/** The number is left out where there is more to say: it is in the bar as well. */
function holderName(actor: Actor, isBrief: boolean): string {
  return nameActor(isBrief && actor.command !== null ? { ...actor, pid: null } : actor) ?? say('unnamed');
}

/** Of a row's lanes, only the last can still last, save where they lie over each other. */
function openIn(row: Row, { store }: Model): readonly number[] {
  return row.lanes.flatMap((lane) => {
    const open: number[] = [];
    for (let position = lane.size - 1; position >= 0 && lane.reachAt(position) === Number.POSITIVE_INFINITY; position--) {
      const slot = lane.slotAt(position);
      if (store.open.has(slot)) open.push(slot);
    }
    return open;
  });
}
