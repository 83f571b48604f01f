// The workspace that `npm start` shows.
import { own, temporaryFolder } from './own.ts';
import { startDemo, type Demo } from '../real/demo.ts';

/** A demo workspace, at first empty. */
export interface DemoWorkspace {
  readonly folder: string;
  /** Settles when all of its locks are there, after about half a minute. */
  readonly filled: Promise<Demo>;
}

/**
 * Makes the demo workspace and lets real programs lock things in it, while the editor starts.
 * Everything goes when this process ends.
 */
export async function openDemo(): Promise<DemoWorkspace> {
  const folder = await temporaryFolder('demo');
  console.log(`Filling ${folder} with locks of real programs; this takes about half a minute ...`);
  const filled = startDemo(folder);
  own(async () => {
    const demo = await filled.catch(() => undefined);
    await demo?.stop();
  });
  return { folder, filled };
}
