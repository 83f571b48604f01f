import type { RealCatalog } from '../../race/real/catalog.ts';
import type { RealLab } from '../../race/real/lab.ts';
import type { GivenServers } from '../../race/real/request.ts';

/** What can be measured here, asked for once, until that may have changed: to ask takes a process. */
export class Catalogs {
  readonly #lab: Pick<RealLab, 'catalog'>;
  readonly #servers: () => GivenServers;
  #known: Promise<RealCatalog> | null = null;

  constructor(lab: Pick<RealLab, 'catalog'>, servers: () => GivenServers) {
    this.#lab = lab;
    this.#servers = servers;
  }

  /** @throws RealRunError */
  get(): Promise<RealCatalog> {
    if (this.#known !== null) return this.#known;
    const asked = this.#lab.catalog(this.#servers());
    this.#known = asked;
    // What failed is tried anew the next time.
    asked.catch(() => {
      if (this.#known === asked) this.#known = null;
    });
    return asked;
  }

  forget(): void {
    this.#known = null;
  }
}
