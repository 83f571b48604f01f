import type { BreakServices } from '../breaking/services.ts';
import type { JournalPages } from '../views/journal/index.ts';
import type { LocksView } from '../views/locks/index.ts';
import type { Turn } from '../views/notifications/turn.ts';
import type { Waits } from '../views/notifications/waits.ts';
import type { ToolTerminals } from '../views/terminal/tool-terminals.ts';
import type { OwnProcesses } from '../views/window-processes.ts';
import type { HolderControl } from '../watch/holder-control.ts';
import type { Inventory } from '../watch/inventory.ts';
import type { SaveState } from './save/state.ts';
import type { UndoState } from './undo-state.ts';

/** What the commands work with. */
export interface CommandContext {
  readonly inventory: Inventory;
  /** What may be broken without naming it. */
  readonly workspaceLocks: Pick<Inventory, 'locks' | 'onDidChange'>;
  readonly view: Pick<LocksView, 'selection' | 'filter' | 'grouping'>;
  readonly services: BreakServices;
  readonly undo: UndoState;
  readonly control: HolderControl;
  readonly processes: Pick<OwnProcesses, 'now' | 'terminalWith'>;
  readonly turn: Turn;
  readonly waits: Waits;
  readonly terminals: ToolTerminals;
  readonly pages: JournalPages;
  readonly saving: SaveState;
}
