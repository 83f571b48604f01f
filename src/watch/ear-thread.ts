/** What the thread is told: to note when something comes or goes at a path, in one of the slots that it shares: two times each, the last and the one before. */
export interface EarOrder {
  readonly slot: number;
  readonly folder: string;
  readonly name: string;
}

/**
 * The whole of a thread that does nothing but hear when something comes or goes, and note the time. It is started
 * from its own text, and may use nothing from outside.
 */
export function earThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { watch } = process.getBuiltinModule('node:fs');
  const { times }: { readonly times: Float64Array } = workerData;
  const ears = new Map<string, { readonly slots: Map<string, number>; readonly close: () => void }>();

  const forget = (slot: number): void => {
    for (const [folder, { slots, close }] of ears) {
      for (const [name, taken] of slots) if (taken === slot) slots.delete(name);
      if (slots.size > 0) continue;
      close();
      ears.delete(folder);
    }
  };

  const open = (folder: string): Map<string, number> => {
    const slots = new Map<string, number>();
    const watcher = watch(folder, (event, name) => {
      const slot = event === 'rename' && name !== null ? slots.get(name) : undefined;
      if (slot === undefined) return;
      times[2 * slot + 1] = times[2 * slot] ?? 0;
      times[2 * slot] = performance.timeOrigin + performance.now();
    });
    const close = (): void => {
      watcher.close();
      ears.delete(folder);
    };
    watcher.on('error', close);
    ears.set(folder, { slots, close });
    return slots;
  };

  parentPort?.on('message', ({ slot, folder, name }: EarOrder) => {
    forget(slot);
    times.fill(0, 2 * slot, 2 * slot + 2);
    try {
      (ears.get(folder)?.slots ?? open(folder)).set(name, slot);
    } catch {
      // The folder is gone, or there is no watch left: then nothing is noted of it.
    }
  });
}
