import { messageOf } from '../base/errors.ts';
import { text, type Text } from '../base/text.ts';

/**
 * The system's call that swaps two paths in one step, so that neither is absent for a moment:
 * `renameat2(RENAME_EXCHANGE)` on Linux, `renameatx_np(RENAME_SWAP)` on macOS. Node has none.
 */
export type Exchange =
  | {
      readonly is: 'native';
      /**
       * Swaps what stands at two absolute paths on one file system, whatever types they are.
       * @throws the system's error: ENOENT (nothing at one of them), EXDEV, EINVAL, ENOSYS (not on this file system) ...
       */
      readonly swap: (a: string, b: string) => void;
    }
  | { readonly is: 'none'; readonly why: Text };

/** The addon copies a path into a buffer of this size, bytes, and would cut a longer one off. */
const longestPath = 4096;

/** Where the addon's own swap is one step. On Windows it is three renames, between which a path is absent. */
const platforms: ReadonlySet<NodeJS.Platform> = new Set(['linux', 'darwin']);

let loaded: Promise<Exchange> | null = null;

/** The exchange on this machine; loaded once, when it is first needed. Never rejects. */
export function loadExchange(): Promise<Exchange> {
  loaded ??= load();
  return loaded;
}

/** For a file system or a machine that has no exchange. */
export function noExchange(why: Text): Exchange {
  return { is: 'none', why };
}

async function load(): Promise<Exchange> {
  if (!platforms.has(process.platform)) return noExchange(text('{platform} has no call for it', { platform: process.platform }));
  try {
    const { swapSync } = await import('fs-native-extensions');
    return { is: 'native', swap: (a, b) => swapSync(fitting(a), fitting(b)) };
  } catch (error) {
    // An optional dependency: left out of the installation, or without a binary for this platform.
    return noExchange(text('its native part could not be loaded: {reason}', { reason: messageOf(error).split('\n')[0] ?? '' }));
  }
}

function fitting(file: string): string {
  if (Buffer.byteLength(file) < longestPath && !file.includes('\0')) return file;
  throw Object.assign(new Error(`ENAMETOOLONG: ${file.slice(0, 80)}...`), { code: 'ENAMETOOLONG' });
}
