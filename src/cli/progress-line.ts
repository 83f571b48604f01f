/** One line at the bottom of a terminal that says how far something is; none where standard error is no terminal. */
export class ProgressLine {
  #isShown = false;

  show(text: string): void {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001B[K${text.slice(0, Math.max(1, process.stderr.columns - 1))}`);
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\u001B[K');
    this.#isShown = false;
  }
}
