/** What tells a lock from the next one at the same path. */
export function birthOf({ ino, birthtimeNs }: { readonly ino: bigint; readonly birthtimeNs: bigint | null }): string {
  return `${ino} ${birthtimeNs}`;
}
