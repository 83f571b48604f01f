import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { Inventory } from '../../watch/inventory.ts';
import { localize } from '../localize.ts';
import { lookOf } from '../states.ts';
import { readSettings } from '../workspace.ts';
import { Marks } from './marks.ts';

/** Changes that come within this time are told together, ms: a lock that is gone by then never shows. */
const gatherMs = 100;

/** How many are told at once. Of more than 250 the editor would choose by itself which it hears of. */
const mostAtOnce = 100;

/** Until the next are told where there are more, ms. */
const drainMs = 25;

/** What marks locked files in the explorer. */
export interface Decorations extends vscode.Disposable {
  readonly onDidChangeFileDecorations: vscode.Event<vscode.Uri[]>;
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined;
}

/** Marks locked files and their folders in the explorer. The caller owns it. */
export function registerDecorations(inventory: Pick<Inventory, 'locks' | 'onDidChange'>): Decorations {
  const decorations = new MarkDecorations();
  decorations.own(vscode.window.registerFileDecorationProvider(decorations));
  decorations.own(inventory.onDidChange((changes) => decorations.apply(changes)));
  decorations.own(vscode.workspace.onDidChangeConfiguration(() => decorations.follow()));
  decorations.apply(inventory.locks.map((lock) => ({ type: 'appeared', lock })));
  return decorations;
}

class MarkDecorations implements Decorations {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri[]>());
  readonly #marks = new Marks();
  /** Badges that the editor knows of or is about to, by path. */
  readonly #told = new Map<string, string>();
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #enabled = readSettings().decorations;

  readonly onDidChangeFileDecorations = this.#changed.event;

  own(disposable: vscode.Disposable): void {
    this.#owned.add(disposable);
  }

  provideFileDecoration({ scheme, fsPath }: vscode.Uri): vscode.FileDecoration | undefined {
    const mark = this.#enabled && scheme === 'file' ? this.#marks.of(fsPath) : null;
    if (mark === null) return undefined;
    return new vscode.FileDecoration(mark.badge, mark.tooltip.map(localize).join('\n'), new vscode.ThemeColor(lookOf(mark.state).label));
  }

  apply(changes: Parameters<Marks['apply']>[0]): void {
    this.#tell(this.#marks.apply(changes));
  }

  /** Takes the setting over. */
  follow(): void {
    const { decorations } = readSettings();
    if (decorations === this.#enabled) return;
    this.#enabled = decorations;
    this.#tell(this.#marks.marked);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#owned.dispose();
  }

  #tell(places: Iterable<string>): void {
    for (const place of places) this.#pending.add(place);
    if (this.#pending.size > 0) this.#timer ??= setTimeout(() => this.#flush(), this.#pending.size > mostAtOnce ? drainMs : gatherMs);
  }

  /** Tells what differs from what was told before. What is too much for one event comes with the next. */
  #flush(): void {
    this.#timer = null;
    const places: string[] = [];
    for (const place of this.#pending) {
      this.#pending.delete(place);
      if (this.#isNews(place)) places.push(place);
      if (places.length >= mostAtOnce) break;
    }
    if (places.length > 0) this.#changed.fire(places.map((place) => vscode.Uri.file(place)));
    this.#tell([]);
  }

  #isNews(place: string): boolean {
    const mark = this.#enabled ? this.#marks.of(place) : null;
    const now = mark === null ? '' : [mark.badge, ...mark.tooltip.map(localize)].join('\n');
    if (now === (this.#told.get(place) ?? '')) return false;
    if (now === '') this.#told.delete(place);
    else this.#told.set(place, now);
    return true;
  }
}
