import { actorOf, countOf, recordBytes, recordId, recordIn, recordLine } from '../parts/records.ts';
import { actorName } from '../../figures/words.ts';

/** How long the file is, bytes: long enough that reading and writing it take time. */
export const fileBytes = 4096 * recordBytes;

/** What the file holds before anybody has saved it. */
export const firstId = recordId(0, 1e9);

/** What a save writes: the same line again and again, so that each part of it says which save it is of. */
export function contentOf(id: number): Buffer {
  return Buffer.alloc(fileBytes, `${recordLine(id)}\n`);
}

/** What a reader finds. */
export type Found = { readonly is: 'whole'; readonly id: number } | { readonly is: 'torn'; readonly what: string };

export function lookThrough(bytes: Buffer): Found {
  if (bytes.length === 0) return { is: 'torn', what: 'nothing is left of the old text, and nothing of the new is there' };
  const id = recordIn(lineAt(bytes, 0));
  if (id === null) return { is: 'torn', what: `it begins with ${JSON.stringify(lineAt(bytes, 0))}` };
  const whole = contentOf(id);
  if (bytes.equals(whole)) return { is: 'whole', id };
  const until = firstDifference(bytes, whole);
  return { is: 'torn', what: `${until} of ${fileBytes} bytes are of ${sayWhich(id)}, and ${sayRest(bytes, until)}` };
}

function sayRest(bytes: Buffer, until: number): string {
  if (until === bytes.length) return 'there it ends';
  const other = recordIn(lineAt(bytes, until - (until % recordBytes)));
  return other === null ? 'what follows is of none' : `what follows is of ${sayWhich(other)}`;
}

export function sayWhich(id: number): string {
  return id === firstId ? 'the text from before the run' : `save ${countOf(id)} of actor ${actorName(actorOf(id))}`;
}

function lineAt(bytes: Buffer, from: number): string {
  return bytes.toString('latin1', from, from + recordBytes - 1);
}

function firstDifference(bytes: Buffer, whole: Buffer): number {
  const most = Math.min(bytes.length, whole.length);
  for (let at = 0; at < most; at++) if (bytes[at] !== whole[at]) return at;
  return most;
}
