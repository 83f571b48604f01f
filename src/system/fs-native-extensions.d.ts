declare module 'fs-native-extensions' {
  /** Swaps two paths in one step where the system can. @throws Error with the system's `code` */
  export function swapSync(from: string, to: string): void;
}
