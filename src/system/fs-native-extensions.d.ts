declare module 'fs-native-extensions' {
  /** Swaps two paths in one step where the system can. @throws Error with the system's `code` */
  export function swapSync(from: string, to: string): void;
  /** Extended attributes of an open file: flistxattr, fgetxattr, fsetxattr, fremovexattr. @throws Error with the system's `code` */
  export function listAttrsSync(descriptor: number): string[];
  export function getAttrSync(descriptor: number, name: string): Buffer | null;
  export function setAttrSync(descriptor: number, name: string, value: Uint8Array): void;
  export function removeAttrSync(descriptor: number, name: string): void;
}
