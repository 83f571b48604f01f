import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errnoCode } from '../../src/base/errors.ts';

/** What git has staged: the id of each path's content. */
export type Index = { readonly is: 'sound'; readonly ids: ReadonlyMap<string, string> } | { readonly is: 'destroyed'; readonly why: string };

const headerBytes = 12;
const checksumBytes = 20;
/** Of an entry, before its name. */
const fixedBytes = 62;
const idAt = 40;
const flagsAt = 60;

/** Reads an index of version 2, as git writes it unless told otherwise; see gitformat-index(5). */
export function readIndex(file: string): Index {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { is: 'destroyed', why: errnoCode(error) ?? 'UNKNOWN' };
  }
  if (bytes.length < headerBytes + checksumBytes || bytes.toString('latin1', 0, 4) !== 'DIRC' || bytes.readUInt32BE(4) !== 2) return { is: 'destroyed', why: 'no index' };
  const content = bytes.subarray(0, -checksumBytes);
  if (!createHash('sha1').update(content).digest().equals(bytes.subarray(-checksumBytes))) return { is: 'destroyed', why: 'wrong checksum' };
  return { is: 'sound', ids: entriesOf(content) };
}

function entriesOf(content: Buffer): Map<string, string> {
  const ids = new Map<string, string>();
  let at = headerBytes;
  for (let left = content.readUInt32BE(8); left > 0; left--) {
    // Names of this bench are shorter than the flags can tell.
    const length = content.readUInt16BE(at + flagsAt) & 0xfff;
    ids.set(content.toString('utf8', at + fixedBytes, at + fixedBytes + length), content.toString('hex', at + idAt, at + idAt + 20));
    at += Math.ceil((fixedBytes + length + 1) / 8) * 8;
  }
  return ids;
}

/** The id that git gives to a file's content. */
export function blobId(content: string): string {
  return createHash('sha1').update(`blob ${Buffer.byteLength(content)}\0${content}`).digest('hex');
}
