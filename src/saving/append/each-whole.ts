import type { Waiting } from '../group-commit.ts';

/**
 * Writes what several callers want in one go. When that fails each has a go of its own, so that one who
 * wants more than fits takes nothing away from the others.
 * @param write one go, all of it or nothing
 */
export async function eachWhole<Item>(group: readonly Waiting<Item, void>[], write: (items: readonly Item[]) => Promise<void>): Promise<void> {
  try {
    await write(group.map(({ item }) => item));
    for (const { resolve } of group) resolve();
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error);
    else for (const one of group) await eachWhole([one], write);
  }
}
