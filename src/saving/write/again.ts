import { errnoCode } from '../../base/errors.ts';

/** Signals that interrupt a call so many times in a row do not come by chance, bounded so that nothing spins for ever. */
const mostTries = 1000;

/** Makes a system call again when a signal has interrupted it, or when it could not be made just then. */
export function again<T>(call: () => T): T {
  for (let tries = 1; ; tries++) {
    try {
      return call();
    } catch (error) {
      const code = errnoCode(error);
      if ((code !== 'EINTR' && code !== 'EAGAIN') || tries >= mostTries) throw error;
    }
  }
}
