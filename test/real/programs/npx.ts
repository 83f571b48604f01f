import { once } from 'node:events';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { locate, type Lack } from './needs.ts';

/** Why npx does not lock here: npm has locked its installations only since some release of its version 11. */
export function lackOfNpx(): Lack {
  const npx = locate('npx');
  if (npx === null) return { reason: 'npx is not installed', failsInCi: true };
  const locking = path.join(path.dirname(realpathSync(npx)), '..', 'node_modules', 'libnpmexec', 'lib', 'with-lock.js');
  return existsSync(locking) ? null : { reason: 'this npx is too old to lock', failsInCi: false };
}

/** A registry with one package, whose content it keeps back until it is told to go on. */
export class SlowRegistry {
  readonly #tarball: string;
  readonly #server: Server;
  readonly #held: (() => void)[] = [];
  #isHolding = true;

  /** @param tarball path of the package as `npm pack` made it */
  static async serve(tarball: string): Promise<SlowRegistry> {
    const registry = new SlowRegistry(tarball);
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  private constructor(tarball: string) {
    this.#tarball = tarball;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('it does not listen on a port');
    return `http://127.0.0.1:${address.port}/`;
  }

  /** Whether the content was asked for. */
  get isAsked(): boolean {
    return this.#held.length > 0;
  }

  goOn(): void {
    this.#isHolding = false;
    for (const send of this.#held) send();
  }

  dispose(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ url }: IncomingMessage, response: ServerResponse): void {
    if (url?.endsWith('.tgz') !== true) {
      const [, name = '', version = ''] = /([^/]+)-(\d+\.\d+\.\d+)\.tgz$/.exec(this.#tarball) ?? [];
      const manifest = { name, version, bin: { [name]: 'tool.js' }, dist: { tarball: `${this.url}${path.basename(this.#tarball)}` } };
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } }));
      return;
    }
    const send = (): void => void response.end(readFileSync(this.#tarball));
    this.#held.push(send);
    if (!this.#isHolding) send();
  }
}
