import type { Disposable } from './disposable.ts';

export type Listener<T> = (value: T) => void;

/** How something is listened to; the shape of vscode.Event, without vscode. */
export type Event<T> = (listener: Listener<T>) => Disposable;

/** Fires values to its listeners, in the order in which they subscribed. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    const own: Listener<T> = (value) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
