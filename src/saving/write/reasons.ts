import { text, type Text } from '../../base/text.ts';

/** Why replacing a file would lose something, so that writing in place is to be consented to. */
export type InPlaceReason =
  /** It has other names, which would keep the old content. */
  | { readonly is: 'hard-links'; readonly count: number }
  /** The new file would belong to us. */
  | { readonly is: 'foreign-owner'; readonly uid: number; readonly gid: number }
  /** Permission bits that the system does not let us set again (setuid, setgid); octal. */
  | { readonly is: 'mode'; readonly mode: string }
  /** ACL or extended attributes that cannot be copied. */
  | { readonly is: 'attributes'; readonly names: readonly string[] }
  /** Whether it has any cannot be told. */
  | { readonly is: 'attributes-unknown'; readonly why: string }
  /** Something is mounted on the file itself (a container's bind mount). */
  | { readonly is: 'mount' }
  /** The file may be written to, its folder not. */
  | { readonly is: 'folder-read-only'; readonly code: string };

/** The reason in words: what it is that would be lost. */
export function describeReason(reason: InPlaceReason): Text {
  switch (reason.is) {
    case 'hard-links':
      return text('The file has {count} names (hard links); the others would keep the old content.', { count: reason.count });
    case 'foreign-owner':
      return text('The file belongs to another user or group ({uid}:{gid}), and a new one would not.', { uid: reason.uid, gid: reason.gid });
    case 'mode':
      return text('The file has permissions ({mode}) that a new one cannot be given.', { mode: reason.mode });
    case 'attributes':
      return text('The file has attributes that cannot be copied to a new one: {names}.', { names: reason.names.join(', ') });
    case 'attributes-unknown':
      return text('Whether the file has access control lists or other attributes cannot be told: {why}.', { why: reason.why });
    case 'mount':
      return text('The file is a mount point of its own, as containers have them, and cannot be replaced.');
    case 'folder-read-only':
      return text('Nothing can be made in the folder of the file ({code}), so it cannot be replaced.', { code: reason.code });
  }
}
