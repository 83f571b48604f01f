// One workbench for the tests of a suite, one after the other: a server and a browser take long to start.
import { Workbench, type WorkbenchOptions } from './workbench.ts';

/** Its `use` is as that of `Workbench`. What is open in the end goes with `releaseAll`. */
export class SharedWorkbench {
  #workbench: Workbench | null = null;

  /**
   * Does `body` in a window of that folder, those settings and that theme. For the folder of the test before it
   * is the window of that test, without what that had opened; one whose test failed is not used any more.
   * @param name the picture `failed-NAME.png` shows what there was to see when `body` fails.
   */
  async use(name: string, options: WorkbenchOptions, body: (workbench: Workbench) => Promise<void>): Promise<void> {
    const workbench = await this.#windowFor(options);
    try {
      await workbench.pictured(name, body);
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** The window that is there, when it can be put in order, or a new one. */
  async #windowFor(options: WorkbenchOptions): Promise<Workbench> {
    const last = this.#workbench;
    if (last !== null) {
      try {
        await last.tidy();
        await last.turnTo(options);
        return last;
      } catch (error) {
        console.log('The window is left as it is, for a new one:', error);
        await this.#close();
      }
    }
    this.#workbench = await Workbench.open(options);
    return this.#workbench;
  }

  async #close(): Promise<void> {
    const last = this.#workbench;
    this.#workbench = null;
    await last?.close();
  }
}
