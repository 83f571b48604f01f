/** The longest path of a Unix socket, bytes: the system's structure has room for 108 on Linux and 104 on macOS, a zero byte among them. */
const longestPath = process.platform === 'darwin' ? 103 : 107;

/** Whether a Unix socket can have that path. */
export function fitsSocket(file: string): boolean {
  return Buffer.byteLength(file) <= longestPath;
}
