/** What the thread is told: to note when something comes or goes at a path, in one of the slots that it shares. */
export interface EarOrder {
  readonly slot: number;
  readonly folder: string;
  readonly name: string;
  /** Numbers in a slot; see EarTimes. */
  readonly slotLength: number;
}

/**
 * The whole of a thread that does nothing but hear when something comes or goes, and note the time. It is started
 * from its own text, and may use nothing from outside.
 */
export function earThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { existsSync, watch } = process.getBuiltinModule('node:fs');
  const { times }: { readonly times: Float64Array } = workerData;
  const ears = new Map<string, { readonly slots: Map<string, number>; readonly close: () => void }>();
  let origin = performance.timeOrigin;

  /** As `instant` has it, so that times of this thread and others go together. */
  const now = (): number => {
    const [wall, running] = [Date.now(), performance.now()];
    const at = Math.min(Math.max(origin + running, wall), wall + 0.999);
    origin = at - running;
    return at;
  };

  const forget = (slot: number): void => {
    for (const [folder, { slots, close }] of ears) {
      for (const [name, taken] of slots) if (taken === slot) slots.delete(name);
      if (slots.size > 0) continue;
      close();
      ears.delete(folder);
    }
  };

  const open = (folder: string, slotLength: number): Map<string, number> => {
    const slots = new Map<string, number>();
    const watcher = watch(folder, (event, name) => {
      const slot = event === 'rename' && name !== null ? slots.get(name) : undefined;
      if (slot === undefined) return;
      const count = times[slotLength * slot] ?? 0;
      times[slotLength * slot + 1 + (count % (slotLength - 1))] = now() * (existsSync(`${folder}/${name}`) ? 1 : -1);
      times[slotLength * slot] = count + 1;
    });
    const close = (): void => {
      watcher.close();
      ears.delete(folder);
    };
    watcher.on('error', close);
    ears.set(folder, { slots, close });
    return slots;
  };

  parentPort?.on('message', ({ slot, folder, name, slotLength }: EarOrder) => {
    forget(slot);
    times.fill(0, slotLength * slot, slotLength * (slot + 1));
    try {
      (ears.get(folder)?.slots ?? open(folder, slotLength)).set(name, slot);
    } catch {
      // The folder is gone, or there is no watch left: then nothing is noted of it.
    }
  });
}
