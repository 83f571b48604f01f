import type { BreakServices } from '../breaking/services.ts';
import type { Inventory } from '../watch/inventory.ts';
import type { LocksView } from '../views/locks/index.ts';
import type { UndoState } from './undo-state.ts';

/** What the commands work with. */
export interface CommandContext {
  readonly inventory: Inventory;
  readonly view: Pick<LocksView, 'selection' | 'filter' | 'grouping'>;
  readonly services: BreakServices;
  readonly undo: UndoState;
}
