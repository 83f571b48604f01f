/** Something that holds a resource until it is told to let go. Compatible with vscode.Disposable. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables and lets go of all of them, the youngest first. */
export class DisposableStore implements Disposable {
  readonly #owned = new Set<Disposable>();
  #disposed = false;

  /** Takes ownership. What is added after disposal is let go at once. */
  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.add(disposable);
    return disposable;
  }

  dispose(): void {
    this.#disposed = true;
    const owned = [...this.#owned].toReversed();
    this.#owned.clear();
    for (const disposable of owned) disposable.dispose();
  }
}
