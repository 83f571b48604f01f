/** How a stale lock is broken: by the product, by its steps alone without the mutex around them, or as others do. */
export const methods = ['Lockscope', 'Lockscope without its mutex', 'unlink by path', 'check, then unlink'] as const;

export type Method = (typeof methods)[number];

export function isMethod(name: string): name is Method {
  return methods.some((method) => method === name);
}
