declare module 'fs-native-extensions' {
  /** Swaps two paths in one step where the system can. @throws Error with the system's `code` */
  export function swapSync(from: string, to: string): void;
  /** Extended attributes of an open file: flistxattr, fgetxattr, fsetxattr, fremovexattr. @throws Error with the system's `code` */
  export function listAttrsSync(descriptor: number): string[];
  export function getAttrSync(descriptor: number, name: string): Buffer | null;
  export function setAttrSync(descriptor: number, name: string, value: Uint8Array): void;
  export function removeAttrSync(descriptor: number, name: string): void;
  /** A lock of an open file against other open files, over all processes. @returns whether it was free. @throws Error with the system's `code` */
  export function tryLock(descriptor: number, options?: LockOptions): boolean;
  /** Resolves when it is had; waits in one of the process's few threads for files. */
  export function waitForLock(descriptor: number, options?: LockOptions): Promise<void>;
  /** The file stays open. */
  export function unlock(descriptor: number): void;

  export interface LockOptions {
    /** With others who want it shared, too. Default false. */
    readonly shared?: boolean;
  }
}
